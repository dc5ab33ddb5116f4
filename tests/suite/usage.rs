//! Command lines that make no sense: told in the person's language, whichever way it is decided.

use crate::sandbox::{Sandbox, inv12};

#[test]
fn every_kind_of_mistake_has_its_sentence() {
    let s = inv12();
    #[rustfmt::skip]
    let table: &[(&[&str], &str, &str)] = &[
        (&["tickets"], "There is no command “tickets”: `ticket` is like it.", "명령 ‘tickets’가 없습니다. 비슷한 명령: `ticket`."),
        (&["xyzzy"], "There is no command “xyzzy”: `--help` lists those that there are.", "명령 ‘xyzzy’가 없습니다. 명령 목록은 `--help`에서 볼 수 있습니다."),
        (&["ticket", "list", "--limits", "1"], "“--limits” does not belong here: `--limit` is like it.", "‘--limits’는 여기에 쓸 수 없습니다. 비슷한 것: `--limit`."),
        (&["ticket", "list", "now"], "“now” does not belong here: `--help` lists what does.", "‘now’는 여기에 쓸 수 없습니다. 쓸 수 있는 것은 `--help`에서 볼 수 있습니다."),
        (&["refund", "create"], "Something is missing: give --ticket <N>.", "필요한 것이 빠졌습니다. 다음을 지정하십시오: --ticket <N>."),
        (&["ticket", "note", "1"], "Something is missing: give <TEXT>.", "필요한 것이 빠졌습니다. 다음을 지정하십시오: <TEXT>."),
        (&["ticket", "list", "--query"], "--query <Q> has no value: give one.", "--query <Q>에 값이 없습니다. 값을 지정하십시오."),
        (&["team", "set", "Helpdesk", "--refunds", "maybe"], "“maybe” is no value of --refunds <REFUNDS>: choose one of on, off.",
            "‘maybe’는 --refunds <REFUNDS>에 쓸 수 없습니다. 다음 중에서 선택하십시오: on, off."),
        (&["ticket", "list", "--limit", "many"], "“many” is no number that --limit <N> takes: give a whole number.",
            "‘many’는 --limit <N>에 쓸 수 있는 수가 아닙니다. 정수를 입력하십시오."),
        (&["ticket", "show", "one"], "“one” is no number that <NUMBER> takes: give a whole number.", "‘one’은 <NUMBER>에 쓸 수 있는 수가 아닙니다. 정수를 입력하십시오."),
        (&["ticket", "list", "--limit", "1", "--limit", "2"], "--limit <N> is given twice: give it once.", "--limit <N> 옵션이 두 번 나옵니다. 한 번만 지정하십시오."),
        (&["stock"], "The command goes on: name one of show, adjust.", "명령이 끝나지 않았습니다. 다음 중 하나를 이어서 지정하십시오: show, adjust."),
        (&["db", "check", "--dry-run"], "--dry-run does not apply to this command: leave it out.", "이 명령에는 --dry-run 옵션을 쓸 수 없습니다. 옵션을 빼고 다시 실행하십시오."),
    ];
    for (args, en, ko) in table {
        for (lang, sentence) in [("en", en), ("ko", ko)] {
            let ran = s.run(&[*args, &["--lang", lang]].concat());
            assert_eq!((ran.code().as_str(), ran.exit), ("usage", 2), "{args:?}: {}", ran.err);
            assert_eq!(ran.message(), **sentence, "{args:?}");
            let people = s.people(&[*args, &["--lang", lang]].concat());
            assert_eq!(people.exit, 2);
            assert!(people.err.starts_with(&format!("afterdesk: {sentence}\n")), "{}", people.err);
        }
    }
    let ran = s.people(&["refund", "create", "--lang=ko"]);
    assert!(ran.err.contains("사용법: afterdesk refund create --ticket <N>"), "{}", ran.err);
}

/// `--lang` among the arguments, else the config file, else the environment; `--lang` of a value after
/// `--` is none.
#[test]
fn the_language_is_decided_before_the_arguments_are_read() {
    let s = inv12();
    let ko = |out: std::process::Output| String::from_utf8_lossy(&out.stderr).contains("없습니다");
    let run = |args: &[&str], lang: &str| s.command().env("LC_ALL", lang).args(args).output().unwrap();
    assert!(ko(run(&["xyzzy"], "ko_KR.UTF-8")));
    assert!(!ko(run(&["xyzzy"], "C")));
    assert!(ko(run(&["--lang", "ko", "xyzzy"], "C")));
    assert!(!ko(run(&["--lang=en", "xyzzy"], "ko_KR.UTF-8")));
    assert!(ko(run(&["--lang=fr", "xyzzy"], "ko_KR.UTF-8")));
    assert!(!ko(run(&["xyzzy", "--", "--lang", "ko"], "C")));
    std::fs::write(s.folder.path().join("config.toml"), "language = \"ko\"\n").unwrap();
    assert!(ko(run(&["xyzzy"], "C")));
    assert!(!ko(run(&["xyzzy", "--lang", "en"], "C")));
}

#[test]
fn a_broken_config_file_is_told_in_our_words() {
    let s = Sandbox::new(&[]);
    let file = s.folder.path().join("config.toml");
    #[rustfmt::skip]
    let table = [
        ("user is amy\n", "can't be read: write a key and a text"),
        ("\ncolour = 1\n", "has the unknown key “colour”: there are db, user, language, theme, border, mouse, keys, mail."),
        ("language = \"fr\"\n", "gives “language” a value that it can't have"),
    ];
    for (text, sentence) in table {
        std::fs::write(&file, text).unwrap();
        let ran = s.run(&["config", "check"]);
        assert_eq!((ran.code().as_str(), ran.exit), ("usage", 2), "{}", ran.err);
        assert!(ran.message().contains(sentence), "{}", ran.message());
        assert!(s.people(&["ticket", "list", "--lang", "ko"]).err.contains("설정 파일"));
    }
}

/// Help stays English, and lists the options of every command apart from its own.
#[test]
fn help_tells_global_options_apart() {
    let s = Sandbox::new(&[]);
    let help = s.people(&["ticket", "new", "--help", "--lang", "ko"]);
    assert_eq!(help.exit, 0);
    let (own, global) = help.out.split_once("Global options:").expect(&help.out);
    assert!(own.contains("--subject") && !own.contains("--readonly"), "{own}");
    assert!(global.contains("--readonly") && !global.contains("--subject"), "{global}");
}
