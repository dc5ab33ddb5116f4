//! Printing on the screen: into a file that one names, in the customer's language or another; a file that is there is
//! not replaced unasked.

use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::Pilot;

#[test]
fn a_document_is_printed_where_one_wants_it() {
    let mut pilot = Pilot::demo(English).sized(120, 30);
    let folder = pilot.sandbox.folder.path().to_owned();
    let file = folder.join("offer.pdf");
    pilot.ticket(13).press("enter p f3").sees("Quotation S").press("P").sees("Print").sees("S00017.pdf");
    pilot.sees("[Korean]").press("ctrl-u").type_in(file.to_str().unwrap()).press("f2");
    pilot.sees("Printed S00017 to").sees("Quotation S00017");
    let first = std::fs::read(&file).unwrap();
    assert!(first.starts_with(b"%PDF-"));
    // In English, in the same place: asked first.
    pilot.press("P").press("ctrl-u").type_in(file.to_str().unwrap()).press("tab tab space").sees("[English]");
    pilot.press("f2").sees("is there already").press("esc").sees("[English]");
    assert_eq!(std::fs::read(&file).unwrap(), first);
    pilot.press("f2 f2").sees("language: English");
    assert_ne!(std::fs::read(&file).unwrap(), first);
}

#[test]
fn what_can_not_be_written_is_told_under_the_file() {
    for (language, told) in [(English, "There is no"), (Korean, "없습니다")] {
        let mut pilot = Pilot::demo(language).sized(120, 30);
        pilot.ticket(9).press("enter p f2 P").press("ctrl-u").type_in("/no/such/folder/a.pdf").press("f2");
        pilot.sees(told).sees("/no/such/folder").press("ctrl-u").press("f2");
        let empty = if language == English { "This field is empty" } else { "비어 있는" };
        pilot.sees(empty);
    }
}
