//! A drawn sheet in a file: whole or not at all, in the place of what lay there. Both doors call it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::domain::error::{Error, Invalid, Result, Thing};

/// Writes a file; it is made beside its place and moved there once it is whole. Refuses a folder, and a file in
/// a folder that is not there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let told = |e: std::io::Error| Error::Io(format!("{}: {e}", path.display()));
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(Invalid::IsFolder { given: path.display().to_string() }.into());
        }
        // A device or a pipe stays what it is.
        Ok(found) if !found.is_file() => {
            let mut device = OpenOptions::new().write(true).open(path).map_err(told)?;
            return device.write_all(bytes).map_err(told);
        }
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(told(e)),
        _ => {}
    }
    // Where a link leads is where the file is.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = place.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(Error::NotFound { what: Thing::File, key: folder.display().to_string() });
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".afterdesk-").suffix(".part");
    // Who may read it is decided by the surroundings, or by what lay there.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // Its own words name the file beside, which nobody knows.
    let mut half = builder.tempfile_in(folder).map_err(|e| told(e.kind().into()))?;
    half.write_all(bytes).and_then(|()| half.as_file().sync_all()).map_err(told)?;
    if let Ok(before) = fs::metadata(&place) {
        fs::set_permissions(half.path(), before.permissions()).map_err(told)?;
    }
    half.persist(&place).map_err(|e| told(e.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_takes_the_place_of_another_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        for text in [&b"one"[..], b"two"] {
            write(&path, text).unwrap();
            assert_eq!(fs::read(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_no_file_and_a_missing_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(write(folder.path(), b""), Err(Error::Invalid(Invalid::IsFolder { .. }))));
        let lost = folder.path().join("no").join("a.pdf");
        assert!(matches!(write(&lost, b""), Err(Error::NotFound { what: Thing::File, .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        write(Path::new("/dev/null"), b"gone").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
