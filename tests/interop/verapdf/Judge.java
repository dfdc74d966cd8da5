// SPDX-License-Identifier: EUPL-1.2
// Says of each file whether it is PDF/A-2b: file, "yes" or "no", and the rules that it breaks, separated by tabs.
import java.io.File;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Judge {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), PDFAFlavour.PDFA_2_B);
                 PDFAValidator validator =
                     Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_2_B, false)) {
                ValidationResult result = validator.validate(parser);
                TreeSet<String> broken = new TreeSet<>();
                for (TestAssertion one : result.getTestAssertions())
                    if (one.getStatus() == TestAssertion.Status.FAILED)
                        broken.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " "
                                   + one.getMessage());
                System.out.println(file + "\t" + (result.isCompliant() ? "yes" : "no") + "\t"
                                   + String.join("; ", broken).replace('\t', ' ').replace('\n', ' '));
            }
        }
    }
}
