use std::path::Path;
use std::time::Duration;

use super::*;

fn post(text: &str) -> Result<Post, (usize, ConfigFault)> {
    let table: toml::Table = toml::from_str(text).unwrap();
    read(text, &table["mail"], Path::new("/etc/desk"))
}

const SMTP: &str = "transport = \"smtp\"\nfrom = \"Shop <help@shop.example>\"\n";

#[test]
fn what_is_left_out_is_as_usual() {
    assert_eq!(post("[mail]\n").unwrap(), Post::default());
    let folder = post("[mail]\nfolder = \"out\"\ngrace = 0\n").unwrap();
    assert_eq!(folder.carrier, Carrier::Folder(Some("/etc/desk/out".into())));
    assert_eq!((folder.grace, folder.timeout), (Duration::ZERO, Duration::from_secs(30)));
    let smtp = post(&format!("[mail]\n{SMTP}host = \"mx\"\nuser = \"u\"\npassword_env = \"P\"\n")).unwrap();
    let Carrier::Smtp(server) = smtp.carrier else { panic!() };
    assert_eq!((server.port, server.security), (587, Security::StartTls));
    assert_eq!(server.login, Some(("u".into(), SecretFrom::Variable("P".into()))));
    assert_eq!(smtp.from.host(), "shop.example");
    for (security, host, port) in [("tls", "mx", 465), ("none", "127.0.0.1", 25), ("none", "localhost", 25)] {
        let smtp = post(&format!("[mail]\n{SMTP}host = \"{host}\"\nsecurity = \"{security}\"\n")).unwrap();
        let Carrier::Smtp(server) = smtp.carrier else { panic!() };
        assert_eq!(server.port, port);
    }
}

#[test]
fn faults_are_told_with_their_line() {
    let server = format!("{SMTP}host = \"mx\"\n");
    #[rustfmt::skip]
    let table: &[(String, usize, &str)] = &[
        ("[mail]\ncolour = 1\n".into(), 2, "UnknownKey"),
        ("user = \"password\"\n[mail]\n\npassword = \"x\"\n".into(), 4, "Password"),
        ("mail.password = \"x\"\n".into(), 1, "Password"),
        ("[mail]\ntransport = \"pigeon\"\n".into(), 2, "WrongValue"),
        ("[mail]\ntransport = \"sendmail\"\n".into(), 1, "MissingKey"),
        ("[mail]\ntransport = \"smtp\"\nfrom = \"a@b.c\"\n".into(), 1, "MissingKey"),
        ("[mail]\nhost = \"mx\"\n".into(), 1, "MissingKey"),
        ("[mail]\nfrom = \"nobody\"\n".into(), 2, "WrongValue"),
        ("[mail]\ngrace = -1\n".into(), 2, "WrongValue"),
        ("[mail]\ngrace = 4000\n".into(), 2, "WrongValue"),
        ("[mail]\ntimeout = 0\n".into(), 2, "WrongValue"),
        ("[mail]\ntimeout = \"1\"\n".into(), 2, "WrongValue"),
        (format!("[mail]\n{server}port = 65536\n"), 5, "WrongValue"),
        (format!("[mail]\n{server}security = \"ssl\"\n"), 5, "WrongValue"),
        (format!("[mail]\n{server}security = \"none\"\n"), 5, "NotPrivate"),
        (format!("[mail]\n{server}user = \"u\"\n"), 1, "MissingKey"),
        (format!("[mail]\n{server}password_env = \"P\"\n"), 1, "MissingKey"),
        (format!("[mail]\n{server}user = \"u\"\npassword_env = \"P\"\nkeyring = \"k\"\n"), 7, "Several"),
        (format!("[mail]\n{server}user = \"u\"\npassword_command = \"pass\"\n"), 6, "WrongValue"),
        (format!("[mail]\n{server}user = \"u\"\npassword_command = []\n"), 6, "WrongValue"),
        ("mail = 1\n".into(), 1, "WrongValue"),
    ];
    for (text, line, kind) in table {
        let (at, fault) = post(text).unwrap_err();
        assert_eq!(at, *line, "{text}");
        assert!(format!("{fault:?}").starts_with(kind), "{text}: {fault:?}");
    }
}
