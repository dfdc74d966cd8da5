// SPDX-License-Identifier: EUPL-1.2
// Bouncy Castle as the judge of our evidence records: ErsJudge record file... prints one line per file.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSData;
import org.bouncycastle.tsp.ers.ERSDataGroup;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSException;

public final class ErsJudge {
    public static void main(String[] arguments) throws Exception {
        var record = new ERSEvidenceRecord(Files.readAllBytes(Path.of(arguments[0])),
                new JcaDigestCalculatorProviderBuilder().build());
        for (int i = 1; i < arguments.length; ++i) {
            // Several files joined by a plus sign are one group.
            String[] names = arguments[i].split("\\+");
            ERSData[] files = new ERSData[names.length];
            for (int k = 0; k < names.length; ++k) files[k] = new ERSByteData(Files.readAllBytes(Path.of(names[k])));
            try {
                record.validatePresent(files.length == 1 ? files[0] : new ERSDataGroup(files), new Date());
                System.out.println(arguments[i] + " present");
            } catch (ERSException e) {
                System.out.println(arguments[i] + " refused: " + e.getMessage());
            }
        }
    }
}
