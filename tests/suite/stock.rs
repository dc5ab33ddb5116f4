//! Corrections of stock after a count.

use crate::sandbox::inv12;

/// A serial number stands for one piece, which lies in one place.
#[test]
fn a_serial_number_lies_in_one_place() {
    let s = inv12();
    let files = [
        ("products.csv", "sku,name,kind,tracking,price\nN,Notebook,goods,serial,500\nP,Paper,goods,lot,5\n"),
        ("lots.csv", "product,name\nN,N-1\nP,P-1\n"),
        ("locations.csv", "name,usage\nWH/Stock,internal\nWH/Shelf,internal\nScrap,scrap\n"),
        ("stock.csv", "location,product,lot,quantity\nWH/Stock,N,N-1,1\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    fn count<'a>(place: &'a str, sku: &'a str, lot: &'a str, quantity: &'a str) -> Vec<&'a str> {
        let place = ["stock", "adjust", sku, "--location", place, "--lot", lot];
        [&place[..], &["--quantity", quantity, "--reason", "count"]].concat()
    }
    assert_eq!(s.refused(&count("WH/Shelf", "N", "N-1", "1")), ("serial_duplicate".into(), 3));
    s.check();
    s.ok(&count("WH/Stock", "N", "N-1", "1"));
    s.ok(&count("WH/Stock", "N", "N-1", "0"));
    s.ok(&count("WH/Shelf", "N", "N-1", "1"));
    s.ok(&count("WH/Stock", "P", "P-1", "3"));
    s.ok(&count("WH/Shelf", "P", "P-1", "2"));
    s.check();
    // Where it was brought in beside the program, the check finds it.
    let books = s.books();
    books
        .execute(
            "INSERT INTO stock_move (kind, product_id, lot_id, quantity, to_id)
             SELECT 'adjustment', l.product_id, l.id, 1000000, o.id FROM lot l, location o WHERE l.name = 'N-1' AND o.name = 'WH/Stock'",
            [],
        )
        .unwrap();
    let checks = s.run(&["db", "check"]).json();
    let stock = checks.as_array().unwrap().iter().find(|c| c["check"] == "stock").unwrap();
    assert_eq!((&stock["ok"], &stock["detail"]), (&false.into(), &"N N-1".into()));
}
