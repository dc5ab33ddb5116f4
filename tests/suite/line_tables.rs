//! Tables in forms: what a line is can be read, every key does what it says, and what is wrong is told
//! by its line. Long tables, and long lists beside them.

use afterdesk::domain::settings::Language::{self, English, Korean};

use crate::pilot::Pilot;
use crate::sandbox::Sandbox;

/// Lines of the long order.
const MANY: usize = 40;

/// Two deliveries of one order with serial numbers and a lot, and one of many lines.
fn shop() -> Sandbox {
    let s = Sandbox::new(&[]);
    let mut products =
        "sku,name,kind,tracking,price\nSR-1,Serial drill,goods,serial,100\nLT-1,Lot paint 5L,goods,lot,20\n"
            .to_owned();
    let mut lines =
        "order,line,product,quantity,unit_price\nS90001,1,SR-1,4,100\nS90001,2,LT-1,6,20\n".to_owned();
    let mut sent = "delivery,line,product,quantity,lot,order_line\nWH/OUT/90001,1,SR-1,1,SN-001,1\n\
        WH/OUT/90001,2,SR-1,1,SN-002,1\nWH/OUT/90001,3,LT-1,4,LOT-A,2\nWH/OUT/90002,1,SR-1,1,SN-003,1\n\
        WH/OUT/90002,2,SR-1,1,SN-004,1\nWH/OUT/90002,3,LT-1,2,LOT-A,2\n"
        .to_owned();
    for at in 1..=MANY {
        products += &format!("BIG{at:03},Industrial wireless sensor module number {at},goods,none,10\n");
        lines += &format!("S90002,{at},BIG{at:03},5,10\n");
        sent += &format!("WH/OUT/90010,{at},BIG{at:03},5,,{at}\n");
    }
    let files = [
        ("products.csv", products.as_str()),
        (
            "lots.csv",
            "product,name\nSR-1,SN-001\nSR-1,SN-002\nSR-1,SN-003\nSR-1,SN-004\nSR-1,SN-005\nLT-1,LOT-A\n",
        ),
        (
            "locations.csv",
            "name,usage,return_location\nWH/Second hall behind the gate/Shelf for what is to be inspected,internal,true\n",
        ),
        ("customers.csv", "ref,name\nZ1,Zed\n"),
        (
            "orders.csv",
            "number,customer,date,state,currency\nS90001,Z1,2026-10-01,sale,USD\nS90002,Z1,2026-10-02,sale,USD\n",
        ),
        ("order_lines.csv", &lines),
        (
            "deliveries.csv",
            "number,kind,customer,order,date,state\nWH/OUT/90001,delivery,Z1,S90001,2026-10-05,done\n\
             WH/OUT/90002,delivery,Z1,S90001,2026-10-06,done\nWH/OUT/90010,delivery,Z1,S90002,2026-10-07,done\n",
        ),
        ("delivery_lines.csv", &sent),
        ("teams.csv", "name,returns\nHelpdesk,true\n"),
        (
            "tickets.csv",
            "number,team,subject,customer,order\n1,Helpdesk,T,Z1,S90001\n2,Helpdesk,Many,Z1,S90002\n",
        ),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{} {}", ran.out, ran.err);
    s
}

/// The return form of a ticket, the focus on the first line; of the first ticket, of both deliveries.
fn returning(language: Language, ticket: i64) -> Pilot {
    let mut pilot = Pilot::new(shop(), language);
    pilot.ticket(ticket).press("t tab");
    if ticket == 1 {
        pilot.press("enter space down space enter");
    }
    pilot.press("tab");
    pilot
}

/// The form that receives a return of everything of a ticket.
fn receiving(language: Language, ticket: i64) -> Pilot {
    let mut pilot = returning(language, ticket);
    pilot.press("f2 f2");
    pilot
}

/// The first row of the screen that holds a text.
fn row(pilot: &mut Pilot, text: &str) -> String {
    let screen = pilot.screen();
    let row = screen.lines().find(|line| line.contains(text)).map(str::to_owned);
    row.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{screen}"))
}

/// The words of that row from the text on, without what frames them.
fn words(pilot: &mut Pilot, text: &str) -> String {
    let row = row(pilot, text);
    let from = row.find(text).unwrap();
    row[from..].trim_end_matches(['│', ' ']).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_line_left_out_has_every_quantity_at_zero_and_is_taken_back() {
    for (language, out) in [(English, "(left out) 1 KB-M1"), (Korean, "(제외) 1 KB-M1")] {
        let mut pilot = Pilot::demo(language).sized(120, 36);
        pilot
            .ticket(21)
            .press("enter t f2 f2")
            .press("right")
            .type_in("2")
            .press("right")
            .type_in("3")
            .press("left left");
        pilot.press("d").sees(out);
        assert!(words(&mut pilot, out).ends_with("10 0 0 0"), "{}", pilot.screen());
        // One is on the next line; taking back leads to the one that was left out.
        pilot.sees("▸ 2 HS-9").press("u").sees_no(out).sees("▸ 1 KB-M1");
        assert!(words(&mut pilot, "1 KB-M1").ends_with("10 10 0 0"), "{}", pilot.screen());
        // Two left out come back in turn.
        pilot.press("d d u u").sees_no(out).sees("▸ 1 KB-M1").press("f2").sees("53").sees("70");
    }
}

#[test]
fn a_line_of_which_something_is_damaged_is_not_left_out() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    pilot.ticket(21).press("enter t f2 f2").type_in("0").sees("(left out) 1 KB-M1");
    pilot.press("right").type_in("2").sees_no("(left out)");
}

#[test]
fn a_lot_is_typed_with_every_letter() {
    let mut pilot = receiving(English, 1);
    pilot.sees("Lot/Serial").press("right right right").type_in("dud-u 한글");
    pilot.sees("dud-u 한글").sees_no("left out");
    // Nothing was left out; the text is walked through, its ends lead on.
    pilot.press("left left").type_in("x").sees("dud-u x한글").press("right right right");
    pilot.press("home left").type_in("2").sees("dud-u x한글");
    assert!(words(&mut pilot, "1 SR-1").contains("1 0 2 dud-u"), "{}", pilot.screen());
}

#[test]
fn letters_beside_numbers_are_told_and_kept() {
    for (language, told) in
        [(English, "1 SR-1: “xq” is not a number"), (Korean, "1 SR-1: ‘xq’는 숫자가 아닙니다")]
    {
        let mut pilot = receiving(language, 1);
        pilot.type_in("xq").sees(told);
        // The focus comes back to the cell that is wrong.
        pilot.press("down down down f2").sees("▸ 1 SR-1").sees(told).type_in("1").sees_no(told);
    }
    // The keys of a Hangul keyboard are the same commands.
    let mut pilot = receiving(English, 1);
    pilot
        .type_in("ㅇ")
        .sees("− 1 SR-1")
        .type_in("ㅕ")
        .sees_no("− 1 SR-1")
        .type_in("ㅈ")
        .sees("“ㅈ” is not a number");
}

#[test]
fn what_a_line_is_can_be_read_beside_all_columns() {
    for (language, lot) in [(English, "Lot/Serial"), (Korean, "로트")] {
        let mut pilot = receiving(language, 1);
        pilot.sees("SR-1 Serial drill").sees(lot).sees("SN-003");
        let mut pilot = returning(language, 1);
        pilot.sees("1 SR-1 Serial drill · SN-001").sees("WH/OUT/90001").sees_no("#1").press("d");
        let out = if language == English { "(left out) 1 SR-1" } else { "(제외) 1 SR-1" };
        pilot.sees(out);
    }
    let mut pilot = returning(English, 1).sized(60, 20);
    pilot.sees("SN-001");
}

#[test]
fn lines_stand_under_their_documents() {
    let mut pilot = returning(English, 1).sized(120, 40);
    let screen = pilot.screen();
    let at = |text: &str| screen.lines().position(|l| l.contains(text) && !l.contains("2026-10")).unwrap();
    assert!(at("WH/OUT/90002") < at("SN-003") && at("SN-004") < at("WH/OUT/90001"), "{screen}");
    assert!(at("WH/OUT/90001") < at("SN-001"), "{screen}");
    pilot.press("down").type_in("x").sees("WH/OUT/90002 2 SR-1: “x” is not a number");
}

#[test]
fn a_form_with_a_table_takes_the_room_of_the_screen() {
    let mut pilot = returning(English, 2).sized(200, 60);
    pilot.sees("number 38").sees_no("of 40");
    let widest = pilot.screen().lines().map(|l| l.trim().chars().count()).filter(|n| *n <= 140).max();
    assert_eq!(widest, Some(140), "{}", pilot.screen());
    let mut pilot = returning(Korean, 2);
    pilot.sees("40개 중 1–");
}

#[test]
fn a_long_table_is_leapt_through_and_left_at_once() {
    let mut pilot = returning(English, 2);
    pilot.sees("1–11 of 40").sees("▸ 1 BIG001").press("pgdn").sees("▸ 11 BIG011").press("pgdn");
    pilot.sees("▸ 21 BIG021").sees("11–21 of 40").press("pgup").sees("▸ 11 BIG011").sees("11–21 of 40");
    pilot.press("up").sees("▸ 10 BIG010").sees("10–20 of 40");
    pilot.press("ctrl-end").sees("▸ 40 BIG040").sees("30–40 of 40").press("ctrl-home").sees("▸ 1 BIG001");
    pilot.press("down").sees("▸ 2 BIG002").press("tab").sees("▸ Return Location");
    pilot.press("shift-tab").sees("▸ 1 BIG001").press("shift-tab").sees("▸ Delivery to Return");
    pilot.press("tab tab up").sees("▸ 40 BIG040").press("down").sees("▸ Return Location");
    // A short one is walked through.
    let mut pilot = returning(English, 1);
    pilot.press("tab").sees("▸ 2 SR-1").press("shift-tab").sees("▸ 1 SR-1");
}

/// An exchange for several products is higher than a small screen.
#[test]
fn fields_that_are_half_in_sight_are_cut_and_cover_nothing() {
    for (language, wrong) in [
        (English, "✗ Not all that comes back is invoiced with"),
        (Korean, "✗ 돌려받는 상품 가운데 S90002로 청구되지"),
    ] {
        let mut pilot = Pilot::new(shop(), language).sized(80, 20);
        pilot.ticket(2).press("t up enter space down space down space enter f3").sees(wrong);
        for _ in 0..20 {
            let screen = pilot.screen();
            assert_eq!(screen.matches('▸').count(), 1, "{screen}");
            assert_eq!(screen.matches('✗').count(), screen.matches("✗ ").count(), "{screen}");
            let form = screen.lines().filter(|line| line.starts_with('│'));
            let blank = form.filter(|line| line.trim_matches(['│', ' ']).is_empty());
            assert!(blank.count() <= 3, "{screen}");
            pilot.press("up");
        }
    }
}

#[test]
fn a_click_selects_a_line_of_the_table_it_is_in() {
    let mut pilot = Pilot::new(shop(), English).sized(100, 40);
    pilot.ticket(1).press("t up").sees("▸ Other products");
    pilot.press("enter space down space enter").sees("Replacements");
    for line in ["2 LT-1 Lot paint 5L  ", "2 SR-1 Serial drill ·"] {
        let screen = pilot.screen();
        let (y, row) = screen.lines().enumerate().find(|(_, row)| row.contains(line)).unwrap();
        let x = row[..row.find(line).unwrap()].chars().count();
        pilot.app.click((u16::try_from(x).unwrap(), u16::try_from(y).unwrap()).into());
        pilot.sees(&format!("▸ {line}"));
    }
}

#[test]
fn a_filled_form_that_nobody_typed_into_is_left_without_a_question() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(21).press("enter t f2 f2 f2 f2").sees("[Done]").press("f").sees("Refund #21");
    pilot.press("esc").sees_no("Leave this form?").sees("[Done]");
    pilot.press("f tab tab tab tab").type_in("x").press("esc").sees("Leave this form?");
    // Starting over is starting with what it was filled with.
    pilot.press("esc").sees("#21x").press("f4").sees_no("#21x").sees("(left out) 3 SV-CARE");
}

#[test]
fn home_selects_the_first_of_a_list() {
    let mut pilot = returning(English, 1);
    pilot.press("f2 esc 3").sees("WH/IN/00001").sees("WH/IN/00002");
    pilot.press("end home enter").sees("Receipt WH/IN/0000");
}

#[test]
fn a_long_name_in_a_list_takes_what_is_free() {
    let mut pilot = returning(English, 2);
    pilot.press("tab enter").sees("WH/Second hall behind the gate/Shelf for what is to be");
}

#[test]
fn a_long_preview_says_where_one_is_and_keeps_numbers_whole() {
    for (language, shown) in [(English, "1–17 of "), (Korean, "개 중 1–17")] {
        let mut pilot = receiving(language, 2);
        pilot
            .press("f2")
            .sees(shown)
            .sees("PgUp PgDn")
            .press("pgdn")
            .sees_no(shown)
            .press("home")
            .sees(shown);
        pilot.press("end").sees("WH/IN/").press("pgup pgup pgup pgup pgup").sees(shown);
    }
}

#[test]
fn numbers_of_lots_are_not_broken_in_a_preview() {
    let s = shop();
    let long = "A-LOT-WITH-A-VERY-LONG-NUMBER-THAT-GOES-ON";
    let files = [
        ("lots.csv", format!("product,name\nSR-1,{long}\n")),
        (
            "deliveries.csv",
            "number,kind,customer,order,date,state\nWH/OUT/90020,delivery,Z1,S90001,2026-10-08,done\n"
                .to_owned(),
        ),
        (
            "delivery_lines.csv",
            format!("delivery,line,product,quantity,lot,order_line\nWH/OUT/90020,1,SR-1,1,{long},1\n"),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{} {}", ran.out, ran.err);
    let mut pilot = Pilot::new(s, English);
    pilot.ticket(1).press("t tab delete enter").type_in("90020").press("enter f2 f2 f2");
    pilot.sees("this is what will be written").sees(long);
}
