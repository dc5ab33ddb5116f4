//! Names, subjects and texts of the shop: half Korean, half English, as a helpdesk in Seoul sees them.

const SURNAMES: [&str; 10] = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임"];
const GIVEN: [&str; 12] =
    ["민준", "서연", "도윤", "지우", "하은", "시우", "수아", "준호", "지민", "예린", "현우", "다은"];
const FIRST: [&str; 12] = [
    "Amelia", "Oliver", "Sofia", "Noah", "Emma", "Liam", "Hannah", "Lucas", "Grace", "Daniel", "Chloe",
    "Samuel",
];
const LAST: [&str; 10] =
    ["Baker", "Carter", "Dubois", "Evans", "Fischer", "Garcia", "Hughes", "Ivanova", "Jensen", "Keller"];
const THINGS: [&str; 16] = [
    "무선청소기",
    "로봇청소기",
    "공기청정기",
    "김치냉장고",
    "드럼세탁기",
    "전기밥솥",
    "노트북 14형",
    "블루투스 스피커",
    "Cordless vacuum",
    "Air purifier",
    "Espresso machine",
    "Laptop 16",
    "Noise-cancelling headphones",
    "Electric kettle",
    "Desk lamp",
    "Mechanical keyboard",
];
const KOREAN: [&str; 12] = [
    "환불 요청드립니다",
    "전원이 켜지지 않습니다",
    "배송이 아직 안 왔어요",
    "교환하고 싶습니다",
    "소음이 너무 심합니다",
    "부품이 빠져 있습니다",
    "세금계산서 재발행 부탁드립니다",
    "쿠폰이 적용되지 않았습니다",
    "방문 수리 예약 문의",
    "화면이 깜박입니다",
    "충전이 되지 않습니다",
    "반품 접수 확인 부탁드립니다",
];
const ENGLISH: [&str; 12] = [
    "Refund please",
    "Does not turn on",
    "Parcel has not arrived",
    "Would like to exchange it",
    "Far too loud",
    "Parts are missing",
    "Invoice with our tax number",
    "Coupon was not applied",
    "Visit of a technician",
    "Screen flickers",
    "Battery does not charge",
    "Still waiting for my refund",
];
const TEXTS: [&str; 4] = [
    "어제 받았는데 상자가 찌그러져 있었고 제품도 작동하지 않습니다. 사진을 첨부했으니 확인 부탁드립니다.",
    "It worked for two days and then stopped. I tried another socket and the reset button, nothing helps.",
    "주문할 때 입력한 주소와 다른 곳으로 배송되었습니다. 다시 보내 주시거나 환불해 주세요.",
    "The wrong colour was delivered. I sent a photo of the label, please tell me how to return it.",
];

/// Names of tags.
pub const TAGS: [&str; 8] = ["환불", "반품", "수리", "쿠폰", "urgent", "warranty", "delivery", "VIP"];

fn of<'t>(texts: &[&'t str], n: i64) -> &'t str {
    texts[n.unsigned_abs() as usize % texts.len()]
}

/// The name of a person.
pub fn person(n: i64) -> String {
    match n % 2 {
        0 => format!("{}{}", of(&SURNAMES, n / 2), of(&GIVEN, n / 32)),
        _ => format!("{} {}", of(&FIRST, n / 2), of(&LAST, n / 32)),
    }
}

/// The name of a product: a thing and its model.
pub fn product(id: i64) -> String {
    format!("{} {}{:02}", of(&THINGS, id), ["A", "S", "X", "Z"][id as usize / 16 % 4], id / 16)
}

/// The subject of a ticket about a product.
pub fn subject(n: i64, product: i64) -> String {
    let thing = of(&THINGS, product);
    match n % 2 {
        0 => format!("{thing} {}", of(&KOREAN, n / 2)),
        _ => format!("{thing}: {}", of(&ENGLISH, n / 2)),
    }
}

/// What somebody wrote.
pub fn description(n: i64) -> &'static str {
    of(&TEXTS, n)
}
