// SPDX-License-Identifier: EUPL-1.2
import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.EvidenceRecordWrapper;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what the European Commission's validator thinks of some files, one line per signature or evidence record,
 * fields separated by tabs: file, what, format, indication, sub-indication, proven time, errors. Offline: only what the
 * files carry, and the revocation lists given, count. Arguments: --anchor FILE (PEM or DER, may be repeated), --crl
 * FILE (DER, may be repeated), --evidence FILE (for the file that follows), then files. Status 0 if all were judged, whatever the verdict.
 */
public final class Judge {
    private final CommonTrustedCertificateSource anchors = new CommonTrustedCertificateSource();
    private final List<String> lists = new ArrayList<>();

    public static void main(String[] arguments) {
        Judge judge = new Judge();
        List<DSSDocument> evidence = new ArrayList<>();
        boolean good = true;
        for (int i = 0; i < arguments.length; ++i) {
            switch (arguments[i]) {
                case "--anchor" -> judge.trust(new File(arguments[++i]));
                case "--crl" -> judge.lists.add(arguments[++i]);
                case "--evidence" -> evidence.add(new FileDocument(arguments[++i]));
                default -> {
                    good &= judge.judge(arguments[i], evidence);
                    evidence = new ArrayList<>();
                }
            }
        }
        System.exit(good ? 0 : 1);
    }

    private void trust(File file) {
        CertificateToken token = DSSUtils.loadCertificate(file);
        anchors.addCertificate(token);
    }

    private boolean judge(String file, List<DSSDocument> evidence) {
        try {
            DSSDocument document = new FileDocument(file);
            SignedDocumentValidator validator = evidence.isEmpty()
                ? SignedDocumentValidator.fromDocument(document)
                : forEvidence(document, evidence);
            CommonCertificateVerifier verifier = new CommonCertificateVerifier();
            verifier.setTrustedCertSources(anchors);
            if (!lists.isEmpty()) verifier.setCrlSource(fromFiles(lists));
            validator.setCertificateVerifier(verifier);
            tell(file, validator.validateDocument());
            return true;
        } catch (Exception error) {
            line(file, "-", "-", "REJECTED", error.getClass().getSimpleName(), "-", String.valueOf(error.getMessage()));
            return false;
        }
    }

    private static ExternalResourcesCRLSource fromFiles(List<String> files) throws IOException {
        List<InputStream> streams = new ArrayList<>();
        for (String file : files) streams.add(Files.newInputStream(Path.of(file)));
        return new ExternalResourcesCRLSource(streams.toArray(InputStream[]::new));
    }

    /** A file that is not signed itself: the record beside it is what is judged. */
    private static SignedDocumentValidator forEvidence(DSSDocument document, List<DSSDocument> evidence) {
        SignedDocumentValidator validator;
        try {
            validator = SignedDocumentValidator.fromDocument(document);
        } catch (UnsupportedOperationException unknown) {
            validator = SignedDocumentValidator.fromDocument(evidence.get(0));
            validator.setDetachedContents(List.of(document));
            return validator;
        }
        validator.setDetachedEvidenceRecordDocuments(evidence);
        return validator;
    }

    private static void tell(String file, Reports reports) {
        SimpleReport report = reports.getSimpleReport();
        DiagnosticData data = reports.getDiagnosticData();
        boolean any = false;
        for (String id : report.getSignatureIdList()) {
            any = true;
            line(file, "signature", String.valueOf(report.getSignatureFormat(id)),
                 String.valueOf(report.getIndication(id)),
                 String.valueOf(report.getSubIndication(id)), String.valueOf(report.getBestSignatureTime(id)),
                 words(report.getAdESValidationErrors(id)));
        }
        for (EvidenceRecordWrapper record : data.getEvidenceRecords()) {
            any = true;
            line(file, "evidence", String.valueOf(record.getEvidenceRecordType()),
                 String.valueOf(report.getIndication(record.getId())),
                 String.valueOf(report.getSubIndication(record.getId())),
                 "-", words(report.getAdESValidationErrors(record.getId())));
        }
        if (!any) line(file, "-", "-", "NO_SIGNATURE", "-", "-", "-");
    }

    private static String words(List<Message> messages) {
        return messages.isEmpty() ? "-" : String.join("; ", messages.stream().map(Message::getValue).toList());
    }

    private static void line(String... fields) {
        StringBuilder text = new StringBuilder();
        for (String field : fields) {
            if (!text.isEmpty()) text.append('\t');
            text.append(field.replaceAll("[\\t\\r\\n]+", " "));
        }
        System.out.println(text);
    }
}
