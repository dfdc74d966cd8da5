# SPDX-License-Identifier: EUPL-1.2
"""pyHanko's opinion of the signatures in a PDF: judge.py FILE ROOT.pem YYYY-MM-DDTHH:MM:SS+00:00, one line each."""
import sys
from datetime import datetime

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

path, root, moment = sys.argv[1:]
with open(path, "rb") as stream:
    reader = PdfFileReader(stream)
    for signature in reader.embedded_signatures:
        context = ValidationContext(trust_roots=[load_cert_from_pemder(root)], allow_fetching=False,
                                    moment=datetime.fromisoformat(moment))
        if signature.sig_object_type == "/DocTimeStamp":
            status = validate_pdf_timestamp(signature, context)
            good = status.intact and status.valid and status.trusted
        else:
            status = validate_pdf_signature(signature, context, ts_validation_context=context)
            good = status.bottom_line
        print(signature.field_name, "bottom" if good else "DOUBT", status.coverage.name,
              status.modification_level.name if status.modification_level else "-", status.summary())
