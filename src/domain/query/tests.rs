use rstest::rstest;

use super::*;
use crate::domain::money::Amount;

fn setting() -> Setting {
    Setting {
        now: "2026-11-23T05:00:00Z".parse().unwrap(),
        today: "2026-11-23".parse().unwrap(),
        zone: chrono_tz::Asia::Seoul,
        currency: "KRW".parse().unwrap(),
    }
}

fn tests(text: &str) -> Vec<(bool, Test)> {
    let query = parse(text, &setting()).unwrap();
    query.terms.into_iter().map(|term| (term.negated, term.test)).collect()
}

fn name(start: usize, text: &str) -> Name {
    Name { at: Place { start, len: text.chars().count() }, text: Some(text.to_owned()), quoted: false }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_query_of_the_manual() {
    let found = tests("status:open assignee:me tag:vip amount:>50000");
    let krw: Currency = "KRW".parse().unwrap();
    assert_eq!(
        found,
        [
            (false, Test::Closed(vec![false])),
            (false, Test::Named(Named::Assignee, vec![name(21, "me")])),
            (false, Test::Named(Named::Tag, vec![name(28, "vip")])),
            (false, Test::Money(Sum::Amount, krw, Bounds { least: Some(Amount(50_001)), most: None })),
        ]
    );
}

#[test]
fn the_same_in_korean() {
    // The same places, too: blanks stand where the words are shorter.
    assert_eq!(
        tests("상태:열림       담당:me       태그:vip 금액:>50,000원"),
        tests("status:open  assignee:me  tag:vip amount:>50000")
            .into_iter()
            .map(|(negated, test)| match test {
                Test::Named(Named::Assignee, _) =>
                    (negated, Test::Named(Named::Assignee, vec![name(15, "me")])),
                Test::Named(Named::Tag, _) => (negated, Test::Named(Named::Tag, vec![name(27, "vip")])),
                other => (negated, other),
            })
            .collect::<Vec<_>>()
    );
}

#[rstest]
#[case("", &[])]
#[case("  ", &[])]
#[case("broken screen", &[Test::Words("broken".into()), Test::Words("screen".into())])]
#[case("\"broken screen\"", &[Test::Words("broken screen".into())])]
#[case("#12", &[Test::Number(12)])]
#[case("\"#12\"", &[Test::Words("#12".into())])]
#[case("a:b\"", &[])]
#[case("12:30", &[Test::Words("12:30".into())])]
#[case("status:open,closed", &[Test::Closed(vec![false, true])])]
#[case("sla:failed,paused", &[Test::Sla(vec![SlaState::Failed, SlaState::Paused])])]
#[case("priority:>=2", &[Test::Priority(Bounds { least: Some(2), most: None })])]
#[case("priority:urgent", &[Test::Priority(Bounds { least: Some(3), most: Some(3) })])]
#[case("priority:<2", &[Test::Priority(Bounds { least: None, most: Some(1) })])]
#[case("priority:1..2", &[Test::Priority(Bounds { least: Some(1), most: Some(2) })])]
#[case("has:refund,coupon", &[Test::Has(vec![Part::Refund, Part::Coupon])])]
#[case("deadline:none", &[Test::Moment(Moment::Deadline, None)])]
fn terms(#[case] text: &str, #[case] expected: &[Test]) {
    if text.ends_with("b\"") {
        assert!(parse(text, &setting()).is_err());
        return;
    }
    let found: Vec<Test> = tests(text).into_iter().map(|(_, test)| test).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_minus_negates_and_quotes_keep_blanks_together() {
    assert_eq!(
        tests("-tag:vip stage:\"In Progress\",none"),
        [
            (true, Test::Named(Named::Tag, vec![name(5, "vip")])),
            (
                false,
                Test::Named(
                    Named::Stage,
                    vec![
                        Name {
                            at: Place { start: 15, len: 13 },
                            text: Some("In Progress".into()),
                            quoted: true
                        },
                        Name { at: Place { start: 29, len: 4 }, text: None, quoted: false },
                    ]
                )
            ),
        ]
    );
}

#[rstest]
#[case("created:2026-11-23", Some("2026-11-22T15:00:00Z"), Some("2026-11-23T14:59:59Z"))]
#[case("created:today", Some("2026-11-22T15:00:00Z"), Some("2026-11-23T14:59:59Z"))]
#[case("created:어제", Some("2026-11-21T15:00:00Z"), Some("2026-11-22T14:59:59Z"))]
#[case("created:>=-7d", Some("2026-11-15T15:00:00Z"), None)]
#[case("created:>2026-11-23", Some("2026-11-23T15:00:00Z"), None)]
#[case("created:<2026-11-23", None, Some("2026-11-22T14:59:59Z"))]
#[case("created:<=2026-11-23", None, Some("2026-11-23T14:59:59Z"))]
#[case("created:2026-11", Some("2026-10-31T15:00:00Z"), Some("2026-11-30T14:59:59Z"))]
#[case("created:2026-11-01..2026-11-02", Some("2026-10-31T15:00:00Z"), Some("2026-11-02T14:59:59Z"))]
#[case("created:..11/2", None, Some("2026-11-02T14:59:59Z"))]
#[case("created:<-2h", None, Some("2026-11-23T02:59:59Z"))]
#[case("created:<=+2h", None, Some("2026-11-23T07:00:00Z"))]
#[case("created:>-30분", Some("2026-11-23T04:30:01Z"), None)]
#[case("created:\"2026-11-23 14:00\"", Some("2026-11-23T05:00:00Z"), Some("2026-11-23T05:00:59Z"))]
fn times(#[case] text: &str, #[case] least: Option<&str>, #[case] most: Option<&str>) {
    let bounds = Bounds { least: least.map(at), most: most.map(at) };
    assert_eq!(tests(text), [(false, Test::Moment(Moment::Created, Some(bounds)))], "{text}");
}

#[rstest]
#[case("amount:>80USD", "USD", Some(8001), None)]
#[case("amount:10..20.50usd", "", None, None)]
#[case("amount:10usd..20.50usd", "USD", Some(1000), Some(2050))]
#[case("amount:₩50,000", "KRW", Some(50_000), Some(50_000))]
fn amounts(#[case] text: &str, #[case] code: &str, #[case] least: Option<i64>, #[case] most: Option<i64>) {
    let Ok(query) = parse(text, &setting()) else {
        assert_eq!(code, "", "{text}");
        return;
    };
    let bounds = Bounds { least: least.map(Amount), most: most.map(Amount) };
    assert_eq!(query.terms[0].test, Test::Money(Sum::Amount, code.parse().unwrap(), bounds), "{text}");
}

#[rstest]
#[case("sort:deadline", SortKey::Deadline, false)]
#[case("sort:created", SortKey::Number, true)]
#[case("sort:number-asc", SortKey::Number, false)]
#[case("정렬:우선순위", SortKey::Priority, true)]
#[case("sort:customer-desc", SortKey::Customer, true)]
fn orders(#[case] text: &str, #[case] key: SortKey, #[case] descending: bool) {
    let sort = parse(text, &setting()).unwrap().sort.unwrap();
    assert_eq!(sort, Sort { key, descending });
    assert_eq!(sort.to_string().parse(), Ok(sort));
}

#[rstest]
#[case("staus:open", 0, 5)]
#[case("상태:열림 담당은:나", 6, 3)]
#[case("status:opn", 7, 3)]
#[case("status:", 7, 1)]
#[case("status:open,,closed", 12, 1)]
#[case("tag:\"vip", 4, 4)]
#[case("a -", 2, 1)]
#[case("created:soon", 8, 4)]
#[case("created:>soon", 9, 4)]
#[case("created:2026-11-05..2026-11-02", 8, 22)]
#[case("created:2026-11-01..x", 20, 1)]
#[case("amount:>many", 8, 4)]
#[case("amount:5..4", 7, 4)]
#[case("amount:1.5", 7, 3)]
#[case("priority:4", 9, 1)]
#[case("sort:colour", 5, 6)]
#[case("sort:number sort:changed", 12, 12)]
#[case("tag:>5", 4, 2)]
#[case("deadline:1d,2d", 12, 2)]
fn errors_point_at_the_place(#[case] text: &str, #[case] start: usize, #[case] len: usize) {
    let error = parse(text, &setting()).unwrap_err();
    assert_eq!(error.at, Place { start, len }, "{text}: {error:?}");
    assert_eq!(error.query, text);
}

#[test]
fn what_was_probably_meant_is_proposed() {
    let similar = |text: &str| match parse(text, &setting()).unwrap_err().why {
        Why::UnknownField { similar, .. } | Why::NotOneOf { similar, .. } => similar,
        _ => None,
    };
    assert_eq!(similar("asignee:me").as_deref(), Some("assignee"));
    assert_eq!(similar("status:close").as_deref(), Some("closed"));
    assert_eq!(similar("xyz:me"), None);
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_typed_makes_it_stumble(text in "\\PC{0,60}") {
        if let Err(error) = parse(&text, &setting()) {
            let length = text.chars().count();
            assert!(error.at.start <= length && error.at.len >= 1, "{error:?}");
        }
    }

    #[test]
    fn nor_what_looks_like_a_query(
        text in "(-?(status|tag|amount|created|priority|sort|has|deadline|상태):?[<>=]{0,2}[a-z0-9\",.\\-+가-힣]{0,8} ?){0,5}"
    ) {
        let _ = parse(&text, &setting());
    }
}
