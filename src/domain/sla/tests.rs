use rstest::rstest;

use super::*;

/// New, In Progress, On Hold, Solved (folded), Cancelled (folded).
const STAGES: [Stage; 5] = [
    Stage { id: StageId(1), sequence: 1, folded: false },
    Stage { id: StageId(2), sequence: 2, folded: false },
    Stage { id: StageId(3), sequence: 3, folded: false },
    Stage { id: StageId(4), sequence: 4, folded: true },
    Stage { id: StageId(5), sequence: 5, folded: true },
];

fn calendar() -> Calendar {
    Calendar {
        hours: "mon-fri 09:00-12:00 13:00-18:00".parse().unwrap(),
        holidays: ["2026-09-24", "2026-09-25"].iter().map(|day| day.parse().unwrap()).collect(),
        zone: chrono_tz::UTC,
    }
}

fn policy(stage: i64, hours: i64) -> Policy {
    Policy {
        id: PolicyId(1),
        name: "Answer".into(),
        team: TeamId(1),
        stage: StageId(stage),
        minutes: hours * 60,
        priorities: vec![],
        types: vec![],
        tags: vec![],
        customers: vec![],
        excluded: vec![StageId(3)],
    }
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
}

fn ticket(visits: &[(i64, &str)]) -> Facts {
    Facts {
        team: TeamId(1),
        priority: 1,
        kind: Some(TicketTypeId(7)),
        tags: vec![TagId(3), TagId(4)],
        customers: vec![CustomerId(10), CustomerId(1)],
        visits: visits.iter().map(|(stage, since)| (StageId(*stage), at(since))).collect(),
    }
}

/// Which ticket falls under which policy: nothing asked for is anything, of a list one is enough.
#[rstest]
#[case(&[], &[], &[], &[], true)]
#[case(&[1], &[], &[], &[], true)]
#[case(&[0], &[], &[], &[], false)]
#[case(&[0, 1], &[], &[], &[], true)]
#[case(&[], &[7], &[], &[], true)]
#[case(&[], &[8], &[], &[], false)]
#[case(&[], &[], &[4, 9], &[], true)]
#[case(&[], &[], &[9], &[], false)]
#[case(&[], &[], &[], &[1], true)]
#[case(&[], &[], &[], &[2], false)]
#[case(&[1], &[7], &[3], &[10], true)]
#[case(&[1], &[7], &[3], &[2], false)]
fn who_falls_under_a_policy(
    #[case] priorities: &[i64],
    #[case] types: &[i64],
    #[case] tags: &[i64],
    #[case] customers: &[i64],
    #[case] fits: bool,
) {
    let of = Policy {
        priorities: priorities.to_vec(),
        types: types.iter().map(|id| TicketTypeId(*id)).collect(),
        tags: tags.iter().map(|id| TagId(*id)).collect(),
        customers: customers.iter().map(|id| CustomerId(*id)).collect(),
        ..policy(2, 4)
    };
    let ticket = ticket(&[(1, "2026-09-21 09:00")]);
    assert_eq!(of.fits(&ticket), fits);
    assert!(!Policy { team: TeamId(2), ..of }.fits(&ticket));
}

/// Four hours until the stage In Progress, On Hold not counted; then what became of it at some time.
#[rstest]
// It waits: the deadline is ahead, then passed.
#[case(2, &[(1, "2026-09-21 09:00")], "2026-09-21 13:59", SlaState::Ongoing, Some("2026-09-21 14:00"))]
#[case(2, &[(1, "2026-09-21 09:00")], "2026-09-21 14:01", SlaState::Failed, Some("2026-09-21 14:00"))]
// Over the holidays of 추석 and a weekend.
#[case(2, &[(1, "2026-09-23 16:00")], "2026-09-27 12:00", SlaState::Ongoing, Some("2026-09-28 11:00"))]
// Reached in time: nothing to show; reached too late: failed for good.
#[case(2, &[(1, "2026-09-21 09:00"), (2, "2026-09-21 11:00")], "2026-12-01 09:00", SlaState::Reached, None)]
#[case(2, &[(1, "2026-09-21 09:00"), (2, "2026-09-21 14:00")], "2026-12-01 09:00", SlaState::Reached, None)]
#[case(2, &[(1, "2026-09-21 09:00"), (2, "2026-09-21 14:01")], "2026-12-01 09:00", SlaState::Failed, None)]
// The clock stands On Hold, and goes on behind it.
#[case(4, &[(1, "2026-09-21 09:00"), (3, "2026-09-21 10:00")], "2026-10-21 09:00", SlaState::Paused, None)]
#[case(4, &[(1, "2026-09-21 09:00"), (3, "2026-09-21 10:00"), (2, "2026-09-22 17:00")], "2026-09-22 17:30",
    SlaState::Ongoing, Some("2026-09-23 11:00"))]
// What failed before it stood still has failed, and the time of that stays.
#[case(4, &[(1, "2026-09-21 09:00"), (3, "2026-09-21 15:00")], "2026-09-22 09:00", SlaState::Failed, Some("2026-09-21 14:00"))]
#[case(4, &[(1, "2026-09-21 09:00"), (3, "2026-09-21 15:00"), (2, "2026-09-22 09:00")], "2026-09-22 10:00",
    SlaState::Failed, Some("2026-09-21 14:00"))]
#[case(4, &[(1, "2026-09-21 09:00"), (3, "2026-09-21 15:00"), (4, "2026-09-22 09:00")], "2026-09-22 10:00",
    SlaState::Failed, None)]
// Taken back from the stage: it runs again where it stopped.
#[case(2, &[(1, "2026-09-21 09:00"), (2, "2026-09-21 10:00"), (1, "2026-09-21 15:00")], "2026-09-21 16:00",
    SlaState::Ongoing, Some("2026-09-21 18:00"))]
// A folded stage ends it, also one behind which the asked one stands.
#[case(5, &[(1, "2026-09-21 09:00"), (4, "2026-09-21 10:00")], "2026-12-01 09:00", SlaState::Reached, None)]
fn how_it_stands(
    #[case] stage: i64,
    #[case] visits: &[(i64, &str)],
    #[case] now: &str,
    #[case] state: SlaState,
    #[case] deadline: Option<&str>,
) {
    let found = standing(&policy(stage, 4), &STAGES, &ticket(visits), &calendar());
    assert_eq!(found.state(at(now)), state, "{found:?}");
    assert_eq!(earliest(&[found]), deadline.map(at), "{found:?}");
}

/// Several policies: the earliest open deadline is shown, then the next.
#[test]
fn the_earliest_open_deadline_is_shown_then_the_next() {
    let both = |visits: &[(i64, &str)]| {
        let of = ticket(visits);
        [policy(2, 2), policy(4, 8)].map(|p| standing(&p, &STAGES, &of, &calendar()))
    };
    assert_eq!(earliest(&both(&[(1, "2026-09-21 09:00")])), Some(at("2026-09-21 11:00")));
    let later = both(&[(1, "2026-09-21 09:00"), (2, "2026-09-21 10:00")]);
    assert_eq!(earliest(&later), Some(at("2026-09-21 18:00")));
    let over = both(&[(1, "2026-09-21 09:00"), (2, "2026-09-21 10:00"), (4, "2026-09-21 17:00")]);
    assert_eq!(earliest(&over), None);
}

#[rstest]
#[case(1, &[], Some("stage"))]
#[case(2, &[1], Some("excluded"))]
#[case(2, &[3], None)]
#[case(4, &[1, 2, 3], Some("excluded"))]
#[case(4, &[1, 3], None)]
fn a_policy_under_which_no_clock_runs_is_refused(
    #[case] stage: i64,
    #[case] excluded: &[i64],
    #[case] wrong: Option<&str>,
) {
    let of = Policy { excluded: excluded.iter().map(|id| StageId(*id)).collect(), ..policy(stage, 4) };
    let found = of.check(&STAGES).err().map(|error| match error {
        Error::Fields(fields) => fields[0].field.as_str().to_owned(),
        other => format!("{other:?}"),
    });
    assert_eq!(found.as_deref(), wrong);
}

#[rstest]
#[case("4h", Some(240), "4h")]
#[case("90m", Some(90), "1h30m")]
#[case("1h30m", Some(90), "1h30m")]
#[case(" 2시간 30분", Some(150), "2h30m")]
#[case("45분", Some(45), "45m")]
#[case("0h", None, "")]
#[case("", None, "")]
#[case("-1h", None, "")]
#[case("1h-30m", None, "")]
#[case("4", None, "")]
#[case("99999999999999999999h", None, "")]
#[case("h", None, "")]
fn spans_of_work(#[case] text: &str, #[case] expected: Option<i64>, #[case] written: &str) {
    assert_eq!(minutes(text).ok(), expected);
    assert_eq!(expected.map_or_else(String::new, within), written);
}

proptest::proptest! {
    /// Once failed, whatever comes after, and however often it is computed anew.
    #[test]
    fn what_failed_stays_failed(steps in proptest::collection::vec((1i64..=4, 1i64..3_000), 1..9)) {
        let mut visits = vec![(StageId(1), at("2026-09-21 09:00"))];
        let mut failed = false;
        for (stage, minutes) in steps {
            let now = visits.last().unwrap().1 + chrono::Duration::minutes(minutes);
            let of = Facts { visits: visits.clone(), ..ticket(&[]) };
            let stands = standing(&policy(4, 10), &STAGES, &of, &calendar()).state(now);
            proptest::prop_assert!(!failed || stands == SlaState::Failed, "{visits:?}");
            failed |= stands == SlaState::Failed;
            visits.push((StageId(stage), now));
        }
    }
}
