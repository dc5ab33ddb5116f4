//! Queries and views on screens: typed, pointed at, kept, chosen, changed.

use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::Pilot;

#[test]
fn a_query_is_typed_and_its_errors_point_at_the_place() {
    let mut pilot = Pilot::demo(English);
    pilot.press("/").type_in("status:opn priority:3");
    pilot.sees("At 8: “opn” is no value here. Did you mean “open”?").sees("          ^^^");
    // What was shown stays until it is right.
    pilot.sees("Headset ear pads").press("enter esc /").type_in("status:open priority:3 sort:number-asc");
    pilot.sees_no("Headset").sees("▸     5 !!!").sees("Refund has not arrived");
    pilot.press("enter esc esc").sees("All open (18)");
    let mut pilot = Pilot::demo(Korean);
    pilot.press("/").type_in("상태:열림 담당:민지");
    pilot.sees("10번째 글자: 담당자 민지가 없습니다.").sees("                ^^^^");
    pilot.press("enter esc /").type_in("상태:닫힘 태그:환불").sees("로봇청소기 반품 요청").sees_no("USB-C");
}

#[test]
fn a_view_is_kept_with_its_columns_and_order() {
    let mut pilot = Pilot::demo(English);
    pilot.press("/").type_in("status:open priority:>=2").press("enter esc l");
    pilot.sees("status:open priority:>=2").sees("For everybody");
    pilot.type_in("Hot").press("down down enter").sees("Lot/Serial");
    // What is shown is ticked. Number, Subject, Tags; then sorted by priority.
    pilot.press("down space down down space down space down space down space down down down space enter");
    pilot.press("down down space space space f2");
    pilot.sees("Desk › Hot").sees("Tags").sees("refund").sees_no("Stage");
    let first = pilot.screen();
    assert!(first.find("Refund has not").unwrap() < first.find("카페 청소기").unwrap(), "{first}");
    pilot.press("f").sees("4  Hot").press("3").sees("All open").press("f 4").sees("Desk › Hot");
    // On the view `l` changes it; a query that can't be understood stays in the form.
    pilot.press("l").sees("[F2 Save]").press("down").type_in(" tag:nosuch").press("f2");
    pilot.sees("there is no tag “nosuch”");
    let typed = "backspace ".repeat(" tag:nosuch".len());
    pilot.press(&typed).type_in(" team:고객지원").press("f2").sees_no("Refund has not").sees("카페 청소기");
    pilot.press("l f3").sees("this is what will be written").press("f2").press("f").sees_no("Hot");
    pilot.sandbox.check();
}

#[test]
fn the_language_is_explained_in_help() {
    let mut pilot = Pilot::demo(English);
    pilot
        .press("?")
        .type_in("query")
        .press("enter")
        .sees("assignee:")
        .sees("login or name of an agent, me, none");
    pilot.press("esc").sees("All open (18)");
    let mut pilot = Pilot::demo(Korean);
    pilot.press(":").type_in("검색 조건").press("enter").sees("상태:").sees("모두 맞는 티켓만");
}
