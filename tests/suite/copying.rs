//! The copy tray: what is offered, and what a copy is told and shown to be.

use afterdesk::domain::settings::Language::{English, Korean};
use afterdesk::text::cells;
use afterdesk::tui::layer::Layer;
use afterdesk::tui::view::{CouponCopy, Share};
use afterdesk::tui::{Errand, Options, Surroundings};

use crate::pilot::{Pilot, demo, options};

/// The text that is on its way to the terminal.
fn sent(pilot: &mut Pilot) -> String {
    match pilot.app.errand.take() {
        Some(Errand::Send(text)) => text,
        other => panic!("{other:?} instead of a text:\n{}", pilot.screen()),
    }
}

#[test]
fn the_tray_holds_what_the_ticket_shows_and_copies_by_digit_or_enter() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("y").sees("Copy").sees("1  Ticket").sees("#15").sees("Sales Order");
    pilot.press("1").sees_no("1  Ticket").sees("Sent to the terminal (OSC 52)");
    assert_eq!(sent(&mut pilot), "#15");
    // The same keys with a Hangul keyboard: ㅛ is y.
    pilot.press("ㅛ down enter").sees_no("1  Ticket");
    assert_eq!(sent(&mut pilot), "모니터 불량 화소");
    pilot.press("y y");
    assert_eq!(sent(&mut pilot), "#15");
    pilot.press("y esc").sees("All open");
    assert_eq!(pilot.app.errand, None);
    // A digit that no item has copies nothing, and stays.
    pilot.press("y 9").sees("1  Ticket");
    assert_eq!(pilot.app.errand, None);
}

#[test]
fn documents_orders_and_customers_have_their_own_trays() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r f2 f2 f2").sees("RINV/2026/00003").press("y").sees("Credit note").sees("Open");
    pilot.press("1");
    assert_eq!(sent(&mut pilot), "RINV/2026/00003");
    pilot.press("y 2");
    assert_eq!(sent(&mut pilot), "₩1,398,100");
    // The number of the credit note is on its ticket too.
    pilot.press("esc y").sees("Credit note        RINV/2026/00003").press("esc");
    pilot.press("o y").sees("Email").sees("정우성").press("1");
    assert_eq!(sent(&mut pilot), "정우성 (새벽테크 전산팀)");
    pilot.press("esc").press(":").type_in("Sales Order").press("enter").sees("Delivered").press("y");
    pilot.sees("Total").press("1");
    assert!(sent(&mut pilot).starts_with('S'));
}

#[test]
fn the_tray_speaks_the_language_and_follows_it() {
    let mut pilot = Pilot::demo(Korean);
    pilot.ticket(15).press("y").sees("1  티켓").sees("판매주문서").press("f9").sees("1  Ticket");
    pilot.press("enter").sees("whether it took it can't be known");
}

/// Where the clipboard of a display fails, the text is shown; the keys work on meanwhile.
#[test]
fn a_display_that_is_gone_falls_on_to_the_terminal_and_the_eye() {
    let sandbox = demo();
    let surroundings = Surroundings { ssh: false, tmux: false, display: true };
    let options = Options { surroundings, ..options(sandbox.db(), Korean) };
    let mut pilot = Pilot::with(options, sandbox);
    pilot.ticket(15).press("y 2").sees_no("OSC 52");
    assert_eq!(pilot.app.errand, None);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while pilot.app.errand.is_none() {
        assert!(std::time::Instant::now() < until, "nothing was heard");
        std::thread::sleep(std::time::Duration::from_millis(5));
        pilot.app.hear();
    }
    assert_eq!(sent(&mut pilot), "모니터 불량 화소");
    let screen = pilot.sees("직접 선택").sees("터미널로 보냈습니다(OSC 52)").screen();
    assert!(screen.lines().any(|line| line == "모니터 불량 화소"), "alone on its line:\n{screen}");
    pilot.press("esc").sees_no("직접 선택").sees("열린 티켓");
}

#[test]
fn a_share_link_is_copied_by_each_of_its_keys_and_all_else_from_its_tray() {
    const LINK: &str = "https://shop.example.kr/coupon/7QK3-9F2M";
    let coupon = CouponCopy {
        page: None,
        code: "7QK3-9F2M".into(),
        link: Some(LINK.into()),
        expires: None,
        program: "사과 쿠폰".into(),
    };
    for size in [(80, 24), (200, 60)] {
        let mut pilot = Pilot::demo(Korean).sized(size.0, size.1);
        let share = Share::of_coupon(&pilot.app.look.words, coupon.clone());
        pilot.app.push(Layer::Share(Box::new(share)));
        pilot.sees("쿠폰 공유").sees(LINK).sees("유효기한: 무기한").sees("F2 복사");
        for key in ["f2", "enter", "y", "ㅛ"] {
            pilot.press(key).sees("OSC 52").sees(LINK);
            assert_eq!(sent(&mut pilot), LINK, "{key}");
        }
        pilot.press("f3").sees("1  링크 공유").sees("쿠폰 코드").sees("마크다운").press("2").sees(LINK);
        assert_eq!(sent(&mut pilot), "7QK3-9F2M");
        pilot.press("f3 f9").sees("1  Share Link").press("3").sees("Share Coupons").sees("Valid Until");
        assert!(sent(&mut pilot).starts_with("You can use your coupon at the link below"));
        pilot.press("esc").sees_no(LINK).sees("All open");
    }
}

#[test]
fn a_share_link_fits_every_size() {
    for (width, height) in [(60, 20), (80, 24), (100, 30), (120, 40), (200, 60)] {
        for language in [English, Korean] {
            let mut pilot = Pilot::demo(language).sized(width, height);
            let link = Some(format!("https://shop.example.kr/{}", "긴주소".repeat(30)));
            let coupon = CouponCopy {
                code: "C".repeat(90),
                page: None,
                link,
                expires: None,
                program: "쿠".repeat(90),
            };
            let share = Share::of_coupon(&pilot.app.look.words, coupon);
            pilot.app.push(Layer::Share(Box::new(share)));
            for keys in ["", "f3", "f2"] {
                let screen = pilot.press(keys).screen();
                assert!(screen.lines().all(|l| cells::width(l) <= width.into()), "{screen}");
            }
        }
    }
}
