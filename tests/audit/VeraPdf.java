import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/** Validates files by veraPDF. Each argument is a flavour and a path: ua1=document.pdf. */
public class VeraPdf {
    /** Prints for each argument how many checks were made, and each rule that failed. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(parts[0]);
            try (PDFAParser parser = Foundries.defaultInstance().createParser(
                        Files.newInputStream(Path.of(parts[1])), flavour);
                    PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println("checks\t" + argument + "\t" + result.getTotalAssertions());
                for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                    RuleId rule = failed.getKey();
                    System.out.println("failed\t" + argument + "\t" + rule.getClause()
                        + "-" + rule.getTestNumber() + "\t" + failed.getValue());
                }
            }
        }
    }
}
