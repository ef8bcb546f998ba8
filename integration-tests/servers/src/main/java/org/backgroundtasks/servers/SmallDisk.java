package org.backgroundtasks.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file system of its own, that can be full. */
public final class SmallDisk implements AutoCloseable {

    private static final byte[] PIECE = new byte[4096];

    private final Path folder;
    private final Path output;

    private SmallDisk(Path folder, Path output) {
        this.folder = folder;
        this.output = output;
    }

    /** Whether this user may have one. */
    public static boolean isPossible() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("user.name").equals("root")) {
            return false;
        }
        // In a container root may have to do without.
        try {
            Path folder = Files.createTempDirectory("small-disk");
            try {
                mount(folder, 1).close();
                return true;
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Mounts one at an empty folder. */
    public static SmallDisk mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        SmallDisk disk = new SmallDisk(folder, output(folder));
        disk.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + megabytes + "m",
                "tmpfs",
                folder.toString());
        return disk;
    }

    /** Where the output of its commands goes. */
    private static Path output(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    private void run(String... command) throws IOException {
        int result = Commands.run(List.of(command), Map.of(), output);
        if (result != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + result);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Leaves no room for anything. */
    public void fill() throws IOException {
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            while (folder.toFile().getUsableSpace() > 0) {
                ballast.write(PIECE);
            }
        } catch (IOException e) {
            if (folder.toFile().getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    public void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Takes it away, also from those who use it. */
    @Override
    public void close() throws IOException {
        run("umount", "--lazy", folder.toString());
        Files.deleteIfExists(output);
    }
}
