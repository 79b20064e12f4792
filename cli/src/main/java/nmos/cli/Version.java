package nmos.cli;

import java.io.IOException;
import nmos.journal.PolicyHash;
import picocli.CommandLine.IVersionProvider;

/// The program's version, and the hash of its policy: two programs with one hash decide alike.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"nmos " + (version == null ? "(unpacked)" : version), "policy " + PolicyHash.ofThisProgram()};
    }
}
