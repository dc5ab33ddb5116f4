### 화면에 나오는 모든 말의 한국어판입니다. `en.ftl`과 키와 변수가 같아야 하며, 시험이 이를 확인합니다.
### 값 뒤의 조사는 JOSA가 붙입니다. 문장은 합니다체로 씁니다.

## Words

word-yes = 예
word-no = 아니요
word-on = 켜짐
word-off = 꺼짐
word-hidden = 숨김
word-readonly = 읽기 전용
word-nothing = –
list-or = { $first } 또는 { $last }
named = { $name }: { $text }

priority-0 = 낮음
priority-1 = 보통
priority-2 = 높음
priority-3 = 긴급

## Words that are stored

stored-reversal-of = { $document }의 역분개
stored-reversal-of-reason = { $document }의 역분개, { $reason }
stored-mail-unencrypted = 서버가 암호화(STARTTLS)를 제공하지 않음

## Labels

label-accounting-date = 회계 날짜
label-added = 추가
label-address = 주소
label-agent = 상담원
label-amount = 금액
label-assignee = 담당자
label-base = 과세표준
label-check = 검사
label-city = 시/군/구
label-closed = 종결
label-company = 회사
label-counters = 관련 문서
label-country = 국가
label-created = 생성 시각
label-creditable = 환불 가능 수량
label-creditable-amount = 환불 가능 금액
label-currency = 통화
label-customer = 고객
label-date = 날짜
label-delivered = 배송 수량
label-description = 설명
label-detail = 상세
label-discount = 할인 %
label-documents = 청구서와 대변전표
label-due-date = 만기일
label-email = 이메일
label-file = 파일
label-invoice = 청구서
label-invoiced = 청구 수량
label-journal = 전표
label-key = 키
label-kind = 종류
label-language = 언어
label-line = 줄
label-lines = 줄
label-links = 연결
label-location = 위치
label-login = 로그인
label-lot = 로트/일련번호
label-members = 구성원
label-name = 이름
label-number = 번호
label-ok = 정상
label-order = 판매주문서
label-orders = 판매주문서
label-payment = 결제
label-payment-state = 결제 상태
label-phone = 전화
label-portal = 고객 포털
label-priority = 우선순위
label-product = 품목
label-quantity = 수량
label-read = 읽음
label-reason = 사유
label-reconciled = 대사 내역
label-reference = 참조
label-refund-limit = 환불 한도
label-residual = 잔액
label-reversed-by = 역분개한 문서
label-reverses = 역분개 대상
label-rights = 권한
label-role = 역할
label-services = 서비스
label-setting = 설정
label-stage = 단계
label-stages = 단계
label-state = 상태
label-street = 도로명 주소
label-subject = 제목
label-tags = 태그
label-tax = 세금
label-taxes = 세금
label-team = 헬프데스크 팀
label-teams = 헬프데스크 팀
label-ticket = 티켓
label-message-id = 메시지 ID
label-attempts = 시도
label-sent-at = 보낸 때
label-send-after = 보낼 때
label-error = 마지막 오류
label-to = 받는 사람
label-tickets = 티켓
label-timeline = 타임라인
label-total = 합계
label-unchanged = 변경 없음
label-unit-price = 단가
label-untaxed = 공급가액
label-updated = 갱신
label-value = 값
label-what = 내용
label-when = 시각
label-zip = 우편번호

## Notices

notice-empty-view = 이 보기에는 티켓이 없습니다. f 키로 다른 보기를 고르거나 n 키로 새 티켓을 만드십시오.
notice-form-restored = 전에 입력한 내용을 되살렸습니다. { $key } 키를 누르면 처음부터 다시 합니다.
notice-kept = 입력한 내용을 보관했습니다. 양식을 다시 열면 이어서 할 수 있습니다.
notice-key-conflict = 설정 파일에서 { JOSA($one, "과/와") } { $other }의 키가 { JOSA($key, "으로/로") } 겹칩니다. 하나를 바꾸십시오.
notice-key-unknown = 설정 파일이 { $name }에 지정한 ‘{ $given }’ 키는 없습니다. ctrl-p, f2, g g처럼 적으십시오.
notice-key-unknown-action = 설정 파일이 ‘{ $name }’에 키를 지정하지만 그런 동작은 없습니다. `afterdesk keys`를 보십시오.
notice-mouse-off = 이제 마우스로 터미널의 글자를 선택할 수 있습니다. 같은 키를 누르면 되돌아옵니다.
notice-mouse-on = 이제 마우스를 프로그램에서 씁니다.
notice-no-action = 맞는 명령이 없습니다.
notice-no-editor = 편집기를 실행하지 못했습니다. EDITOR에 텍스트 편집기를 지정하십시오. 바뀐 내용은 없습니다.
notice-no-ticket = 선택한 티켓이 없습니다.
notice-not-found = 맞는 티켓이 없습니다. 덜 입력하거나 Esc 키로 전체를 보십시오.
notice-nothing-changed = 바뀐 내용이 없습니다.
notice-repeated = 이미 처리된 요청입니다. 이번에는 아무것도 기록하지 않았습니다.
notice-dry-run = 아무것도 기록하지 않았습니다. 실행하면 다음과 같이 기록됩니다.
notice-theme = 테마: { $theme }
notice-too-small = 창이 너무 작습니다. 너비 { $width }칸, 높이 { $height }줄 이상으로 키우십시오.
notice-welcome = 환영합니다. ? 키로 도움말을 보고 n 키로 첫 티켓을 만드십시오.
notice-written = 다음과 같이 기록했습니다.
notice-broken = 프로그램 안에서 문제가 생겼습니다({ $place }). 중간까지만 기록된 것은 없습니다. 하던 일과 함께 로그 파일 { JOSA($file, "을/를") } 보내 주십시오.
notice-config = 설정 파일 { JOSA($path, "을/를") } 읽을 수 있습니다.
notice-usage = 사용법: { $usage }
notice-importing = { JOSA($file, "을/를") } 가져오는 중입니다
notice-empty = 표시할 내용이 없습니다.
notice-created-database = 데이터베이스 { JOSA($path, "을/를") } 만들었습니다. 첫 관리자는 { $login }입니다.
notice-demo = 연습용 데모 데이터베이스: { $path }
notice-backup = 데이터베이스를 { JOSA($path, "으로/로") } 백업했습니다.
notice-restored = { $path }에서 데이터베이스를 복원했습니다. 이전 데이터베이스는 { $kept }에 보관했습니다.
notice-restored-checks = 복원한 데이터베이스의 검사 중 일부가 실패했습니다({ $checks }). `afterdesk db check`로 확인하십시오.
notice-flags-need-command = { JOSA($flags, "은/는") } 명령과 함께 씁니다. 명령을 지정하십시오. `afterdesk --help`를 보십시오.
notice-not-a-terminal = 여기는 터미널이 아니라서 화면을 열 수 없습니다. 터미널에서 실행하거나 명령을 지정하십시오. `afterdesk --help`를 보십시오.

## Codes

kind-invoice = 청구서
kind-credit-note = 대변전표

state-draft = 초안
state-posted = 발행됨
state-cancelled = 취소됨
state-unclear = 알 수 없음
state-failed = 보내지 못함
state-sent = 보냄
state-handing-over = 넘기는 중
state-sending = 보내는 중
state-waiting = 대기

payment-state-not-paid = 미결제
payment-state-partial = 일부 결제
payment-state-paid = 결제 완료
payment-state-reversed = 역분개됨

role-agent = 상담원
role-lead = 팀장
role-admin = 관리자

right-refund = 환불
right-coupon = 쿠폰
right-return = 반품
right-repair = 수리
right-field-service = 현장 서비스
right-accounting = 회계
right-inventory = 재고
right-settings = 환경설정

check-engine = 파일 상태
check-foreign-keys = 참조 관계
check-document-sums = 문서 합계
check-ceilings = 청구서 이내의 환불
check-residuals = 잔액
check-payments = 결제
check-numbers = 빠짐없는 번호
check-stock = 재고
check-queue-counts = 대기열 건수
check-closed = 종결된 티켓
check-search = 검색
check-history = 끊김 없는 이력

service-refund = 환불
service-coupon = 쿠폰
service-return = 반품
service-repair = 수리
service-field-service = 현장 서비스

## Fields

field-agent-name = 이름
field-body = 내용
field-allocate-to = 대사 대상
field-agent = 상담원
field-amount = 금액
field-assignee = 담당자
field-city = 도시
field-company = 회사
field-country = 국가
field-currency = 통화
field-customer = 고객
field-date = 역분개 날짜
field-description = 설명
field-edit-draft-date = 날짜
field-email = 이메일
field-file = 파일
field-grant = 부여할 권한
field-kind = 종류
field-invoices = 환불 청구서
field-journal = 전표
field-language = 언어
field-limit = 환불 한도
field-line = 줄
field-lines = 줄
field-location = 위치
field-lock-date = 마감일
field-login = 로그인
field-lot = 로트/일련번호
field-name = 이름
field-order = 판매주문서
field-pay-date = 결제일
field-phone = 전화
field-portal = 고객 포털
field-priority = 우선순위
field-product = 품목
field-quantity = 수량
field-reason = 대변전표에 표시된 사유
field-request = 요청 키
field-ref = 참조
field-refund-limit = 환불 한도
field-return-of = 반품 대상
field-reverses-line = 역분개 줄
field-revoke = 회수할 권한
field-role = 역할
field-sandbox = 연습용
field-setting = 설정
field-stage = 단계
field-stock-reason = 사유
field-street = 주소
field-subject = 제목
field-tags = 태그
field-tax-rounding = 세금 반올림
field-team = 헬프데스크 팀
field-text = 내용
field-theme = 테마
field-refund-amount = 환불 금액(직접 입력)
field-ticket = 티켓
field-time-zone = 시간대
field-to = 받는 곳
field-tracking = 추적
field-unit-price = 단가
field-website-url = 쇼핑몰 주소
field-welcome-name = 회사
field-zip = 우편번호

## Hints

hint-nothing-fits = 맞는 항목이 없습니다. { JOSA($fields, "을/를") } 비우면 더 볼 수 있습니다.
hint-nothing-fits-at-all = 맞는 항목이 없습니다. 선택할 수 있는 것이 없습니다.
hint-other-drafts = 같은 청구서를 환불하는 다른 초안이 있습니다: { $drafts }
hint-moves-to = 마감된 기간이므로 회계 날짜는 { JOSA($date, "이/가") } 됩니다.
hint-other-products = 티켓의 품목은 { $product }인데 다른 품목의 줄도 포함되어 있습니다. 고객이 그대로 두는 줄은 빼십시오.
preview-document = { $kind }, { $total }, { $customer }
refund-sum-settles = 환불 합계 { $total }: 전액을 청구서 잔액에서 뺍니다.
refund-sum-owed = 환불 합계 { $total }: 열린 잔액이 없어 전액을 고객에게 돌려주어야 합니다.
refund-sum-both = 환불 합계 { $total }: 잔액에서 { $settles }, 고객에게 돌려줄 금액 { $owed }.
hint-stays-draft = 초안으로 남으며, { $date }부터 발행할 수 있습니다.

## Errors

error-field-required = 비어 있는 항목입니다. 값을 입력하십시오.
error-field-required-named = { JOSA($field, "이/가") } 비어 있습니다. 값을 입력하십시오.
error-missing-column = 파일에 이 열이 없습니다. 열을 추가하십시오.
error-option-unused = 이 명령에는 { $option } 옵션을 쓸 수 없습니다. 옵션을 빼고 다시 실행하십시오.
error-choose = 맞는 청구서가 여러 건입니다({ $fitting }). 환불할 청구서를 선택하십시오.
error-none-fits = 맞는 발행된 청구서가 없습니다. { JOSA($fields, "을/를") } 비우면 더 볼 수 있습니다.
error-none-fits-at-all = 환불할 발행된 청구서가 없습니다. 티켓의 고객을 확인하거나 청구서를 먼저 발행하십시오.
error-import = 가져오기에 오류가 { $count }건 있어 아무것도 기록하지 않았습니다. 파일을 고친 뒤 다시 가져오십시오.
error-import-row = { $file } { $line }행: { $text }
error-import-cell = { $file } { $line }행 { $column }: { $text }
error-read-only = 프로그램을 --readonly로 시작하여 기록할 수 없습니다. 이 옵션 없이 다시 시작하십시오.
error-service-off = { $team } 팀은 이 서비스를 제공하지 않습니다. 서비스를 켜 달라고 요청하거나, 제공하는 팀으로 티켓을 옮기십시오.
error-customer-required = 티켓에 고객이 없습니다. 고객을 먼저 지정하십시오.
error-invoice-not-posted = { JOSA($document, "은/는") } 발행되지 않았습니다. 먼저 발행하거나 발행된 문서를 선택하십시오.
error-invoice-other-customer = { JOSA($document, "은/는") } 다른 고객의 문서입니다. 이 고객의 문서를 선택하십시오.
error-journal-mismatch = { JOSA($journal, "은/는") } 판매 전표가 아닙니다. 청구서와 같은 판매 전표를 선택하십시오.
error-over-credited-quantity = { $document }에서 환불할 수 있는 수량은 { $left }뿐입니다. 수량을 줄이십시오.
error-over-credited-amount = { $document }에서 환불할 수 있는 금액은 { $left }뿐입니다. 금액을 줄이십시오.
error-over-credited-nothing = { $document }에는 더 환불할 것이 없습니다. 다른 청구서를 선택하십시오.
error-over-credited-line-quantity = { $document } { $line }번 줄에서 환불할 수 있는 수량은 { $left }뿐입니다. 수량을 줄이십시오.
error-over-credited-line-amount = { $document } { $line }번 줄에서 환불할 수 있는 금액은 { $left }뿐입니다. 수량이나 단가를 줄이십시오.
error-over-credited-line-nothing = { $document } { $line }번 줄에는 더 환불할 것이 없습니다. 이 줄을 빼십시오.
error-nothing-to-credit = 환불할 것을 지정하지 않았습니다. 한 줄 이상에 0보다 큰 수량을 입력하십시오.
error-no-lines = { $document }에 줄이 없습니다. 줄을 하나 이상 넣거나 문서를 취소하십시오.
error-date-before-invoice = { JOSA($date, "은/는") } { $document }의 날짜({ $since })보다 앞섭니다. 그날이나 그 이후의 날짜를 선택하십시오.
error-date-in-future = { JOSA($date, "은/는") } 미래의 날짜입니다. 오늘이나 그 이전의 날짜를 선택하거나 그날까지 기다리십시오.
error-period-locked = { $lock }까지 마감되어 열린 날짜가 없습니다. 마감일을 옮겨 달라고 요청하거나 그 이후에 다시 하십시오.
error-negative-total = 합계가 0보다 작아집니다. 합계가 0 이상이 되도록 줄을 고치십시오.
error-not-draft = { JOSA($document, "은/는") } 초안이 아닙니다. 초안만 고치거나 취소할 수 있으니, 반대 문서로 되돌리십시오.
error-already-posted = { JOSA($document, "은/는") } 이미 발행되었습니다. 더 발행할 것이 없습니다.
error-limit-exceeded = 이 티켓에서 이미 발행한 환불까지 더하면 환불 한도 { JOSA($limit, "을/를") } 넘습니다. 금액을 줄이거나 팀장에게 발행을 요청하십시오.
error-in-use = { JOSA($name, "은/는") } 아직 사용 중입니다. 사용하는 것을 먼저 정리하십시오.
error-last-administrator = { JOSA($login, "은/는") } 설정을 변경할 수 있는 마지막 상담원입니다. 먼저 다른 상담원에게 ‘환경설정’ 권한을 부여하십시오.
error-not-goods = { JOSA($product, "은/는") } 재고로 관리하는 품목이 아닙니다. 재고 품목을 선택하십시오.
error-lot-required = { JOSA($product, "은/는") } 로트/일련번호로 관리합니다. 번호를 지정하십시오.
error-lot-unknown = { $product }에는 로트/일련번호 { JOSA($lot, "이/가") } 없습니다. 번호를 확인하십시오.
error-serial-duplicate = 일련번호 { JOSA($lot, "은/는") } 한 개를 뜻하며 한 곳에만 있을 수 있습니다. 번호와 수량을 확인하십시오.
error-negative-quantity = 재고는 0보다 작을 수 없습니다. 0 이상을 입력하십시오.
error-stale = 그사이 다른 사람이 { JOSA($document, "을/를") } 변경했습니다. 내용을 다시 확인한 뒤 변경하십시오.
error-busy = 다른 프로세스가 데이터베이스에 기록하고 있습니다. 잠시 후 다시 하십시오.
error-io = 시스템이 처리하지 못했습니다({ $text }). 경로, 권한, 남은 공간을 확인하십시오.
error-not-sent = { $to }에게 메시지를 보내지 못했습니다({ $text }). 보낼 편지함에 남아 있으니 다시 보낼 수 있습니다.
error-damaged = 데이터베이스가 손상되었습니다({ $text }). `afterdesk db restore FILE`로 백업을 복원하십시오.
error-newer-database = 데이터베이스 버전은 { $found }이고, 이 프로그램은 { $known }까지만 압니다. 새 버전을 설치하십시오.
error-not-a-database = afterdesk의 데이터베이스가 아닙니다({ $text }). --db로 다른 파일을 지정하십시오.
error-check-failed = 검사 { $count }건이 실패했습니다. 백업을 복원하거나, 작업을 계속하기 전에 데이터베이스를 점검하십시오.
error-amount-out-of-range = 장부에 담을 수 없을 만큼 큰 금액입니다. 수량이나 단가를 줄이십시오.

## Usage

usage-unknown-command = 명령 { JOSA($given, "이/가", "‘’") } 없습니다. 명령 목록은 `--help`에서 볼 수 있습니다.
usage-unknown-command-like = 명령 { JOSA($given, "이/가", "‘’") } 없습니다. 비슷한 명령: `{ $similar }`.
usage-unknown-argument = { JOSA($given, "은/는", "‘’") } 여기에 쓸 수 없습니다. 쓸 수 있는 것은 `--help`에서 볼 수 있습니다.
usage-unknown-argument-like = { JOSA($given, "은/는", "‘’") } 여기에 쓸 수 없습니다. 비슷한 것: `{ $similar }`.
usage-missing-command = 명령을 지정하십시오. 명령 목록은 `--help`에서 볼 수 있습니다.
usage-missing-command-of = 명령이 끝나지 않았습니다. 다음 중 하나를 이어서 지정하십시오: { $allowed }.
usage-missing = 필요한 것이 빠졌습니다. 다음을 지정하십시오: { $names }.
usage-missing-value = { $option }에 값이 없습니다. 값을 지정하십시오.
usage-not-one-of = { JOSA($given, "은/는", "‘’") } { $option }에 쓸 수 없습니다. 다음 중에서 선택하십시오: { $allowed }.
usage-not-a-number = { JOSA($given, "은/는", "‘’") } { $option }에 쓸 수 있는 수가 아닙니다. 정수를 입력하십시오.
usage-too-many-values = { $option }에 값이 너무 많습니다. 하나만 지정하십시오.
usage-repeated = { $option } 옵션이 두 번 나옵니다. 한 번만 지정하십시오.
usage-conflict = { $option } 옵션과 { $other } 옵션은 함께 쓸 수 없습니다. 하나만 지정하십시오.
usage-not-utf8 = UTF-8이 아닌 인수가 있습니다. UTF-8로 입력하십시오.
usage-unclear = 명령을 이해할 수 없습니다. 쓰는 방법은 `--help`에서 볼 수 있습니다.
usage-config-syntax = 설정 파일 { $path }의 { $line }행을 읽을 수 없습니다. user = "amy"처럼 키와 텍스트를 쓰십시오.
usage-config-unknown-key = 설정 파일 { $path }의 { $line }행에 알 수 없는 키 { JOSA($key, "이/가", "‘’") } 있습니다. 쓸 수 있는 키: { $known }.
usage-config-wrong-value = 설정 파일 { $path }의 { $line }행에서 { JOSA($key, "은/는", "‘’") } 그 값을 가질 수 없습니다. 다음처럼 쓰십시오: { $form }.
usage-config-not-private = 설정 파일 { $path }의 { $line }행대로라면 { $host }에 암호화 없이 메시지를 보냅니다. security = "starttls"나 "tls"를 쓰십시오. "none"은 이 컴퓨터의 서버에만 쓸 수 있습니다.
usage-config-several = 설정 파일 { $path }의 { $line }행에서 비밀번호가 있는 곳을 두 번 지정했습니다({ $keys }). 하나만 남기십시오.
usage-config-password = 설정 파일 { $path }의 { $line }행에 비밀번호가 있습니다. 비밀번호는 설정 파일에 둘 수 없으니 password_env, password_command, keyring 중 하나로 있는 곳을 지정하십시오.
usage-config-missing-key = 설정 파일 { $path }의 { $line }행에는 { JOSA($key, "이/가", "‘’") } 더 필요합니다. 다음처럼 쓰십시오: { $form }.

need-right = ‘{ $right }’ 권한이 필요합니다. 관리자에게 권한을 요청하십시오.
need-team = { $team } 팀의 티켓입니다. 그 팀의 구성원에게 맡기거나 팀에 넣어 달라고 요청하십시오.
need-own-draft = 다른 사람이 만든 초안입니다. 만든 사람이나 ‘{ $right }’ 권한이 있는 사람에게 요청하십시오.
need-account = { $account } 계정만 { JOSA($login, "으로/로") } 일할 수 있습니다. 그 계정으로 로그인하거나 --as로 다른 상담원을 지정하십시오.
no-password-no-keyring = 이 프로그램은 키링 없이 빌드되었습니다. password_command나 password_env를 쓰거나 기능 ‘keyring’을 켜고 빌드하십시오.
no-password-keyring = 키링에서 { $service }의 메일 서버 비밀번호를 읽을 수 없습니다({ $text }). 키링의 잠금을 풀거나 비밀번호를 저장하십시오.
no-password-command = 프로그램 { JOSA($program, "이/가") } 메일 서버 비밀번호를 출력하지 않았습니다({ $text }). 직접 실행하여 이유를 확인하십시오.
no-password-variable = 메일 서버 비밀번호가 들어 있을 변수 { JOSA($name, "이/가") } 설정되어 있지 않습니다. 변수를 설정하거나 설정 파일에서 다른 곳을 지정하십시오.

wrong-nothing-open = { $document }에는 남은 잔액이 없습니다. 아직 정산되지 않은 문서를 선택하십시오.
wrong-not-a-credit-note = { JOSA($document, "은/는") } 대변전표가 아닙니다. 대변전표만 역분개할 수 있으며, 청구서는 환불로 처리하십시오.
wrong-not-creditable = { JOSA($document, "은/는") } 환불할 수 없습니다. 고객에게 발행된 청구서를 선택하십시오.
wrong-already-reversed = { JOSA($document, "은/는") } 이미 역분개되었습니다. 두 번 역분개할 수 없습니다.
wrong-not-an-invoice = { JOSA($document, "은/는") } 청구서가 아닙니다. 받을 돈이 있는 청구서를 지정하십시오.
wrong-paid-out = 결제 { JOSA($document, "은/는") } 고객에게 지급한 것입니다. 청구서를 정산하는 데 쓸 수 없습니다.
wrong-database-exists = { $document }에 이미 데이터베이스가 있습니다. --db로 다른 파일을 지정하십시오.
wrong-file-exists = { $document }에 이미 파일이 있습니다. 다른 이름을 지정하십시오.
wrong-database-replaced = 열려 있는 동안 { $document } 자리에 다른 파일이 들어와 아무것도 기록하지 않았습니다. 프로그램을 다시 시작하십시오.
wrong-mail-under-way = 메시지 { JOSA($document, "은/는") } 지금 보내는 중입니다. 잠시 뒤에 다시 확인하십시오.
wrong-mail-cancelled = 메시지 { JOSA($document, "은/는") } 취소되었습니다. 새 메시지를 작성하십시오.
wrong-mail-sent = 메시지 { JOSA($document, "은/는") } 이미 보냈습니다. 취소하거나 다시 보낼 수 없으니 새 메시지를 작성하십시오.

invalid-not-a-decimal = { JOSA($given, "은/는", "‘’") } 숫자가 아닙니다. 12.5처럼 숫자와 소수점으로 입력하십시오.
invalid-not-an-integer = { JOSA($given, "은/는", "‘’") } 정수가 아닙니다. 12처럼 숫자만 입력하십시오.
invalid-too-many-decimals = { $max ->
    [0] ‘{ $given }’에 소수가 있습니다. 여기에는 정수만 입력할 수 있습니다.
   *[other] ‘{ $given }’의 소수 자릿수가 너무 많습니다. 소수점 아래 { $max }자리까지 입력할 수 있습니다.
}
invalid-out-of-range = { JOSA($given, "은/는", "‘’") } 범위를 벗어납니다. 더 작은 수를 입력하십시오.
invalid-not-between = { JOSA($given, "은/는", "‘’") } 범위를 벗어납니다. { $least }에서 { $most } 사이의 수를 입력하십시오.
invalid-negative = { JOSA($given, "은/는", "‘’") } 0보다 작습니다. 0 이상을 입력하십시오.
invalid-not-positive = { JOSA($given, "은/는", "‘’") } 0보다 크지 않습니다. 0보다 큰 수를 입력하십시오.
invalid-not-a-date = { JOSA($given, "은/는", "‘’") } 날짜가 아닙니다. 2026-11-23처럼 입력하십시오.
invalid-not-an-instant = { JOSA($given, "은/는", "‘’") } 시각이 아닙니다. 2026-11-23T14:05:00+09:00처럼 입력하십시오.
invalid-not-one-of = { JOSA($given, "은/는", "‘’") } 여기에 쓸 수 없습니다. 다음 중에서 선택하십시오: { $allowed }
invalid-unknown-currency = 통화 { JOSA($given, "이/가", "‘’") } 없습니다. KRW처럼 세 글자 코드를 입력하십시오.
invalid-unknown-time-zone = 시간대 { JOSA($given, "이/가", "‘’") } 없습니다. Asia/Seoul처럼 이름을 입력하십시오.
invalid-control-character = 텍스트에 제어 문자가 있습니다. 제어 문자를 지우십시오.
invalid-empty = 텍스트가 비어 있습니다. 한 글자 이상 입력하십시오.
invalid-too-long = 텍스트가 너무 깁니다. { $max }자까지 입력할 수 있습니다.
invalid-malformed = ‘{ $given }’의 형식이 맞지 않습니다. 다음처럼 입력하십시오: { $form }
invalid-contradicts = { JOSA($other, "과/와") } 맞지 않습니다. 둘 중 하나를 바꾸십시오.
invalid-hidden = 여기에서는 쓸 수 없는 항목입니다. 이 항목을 빼십시오.
invalid-twice = { JOSA($given, "이/가", "‘’") } 두 번 나옵니다. 한 번만 지정하십시오.
invalid-more-than-open = 남은 잔액은 { $open }뿐입니다. 그 이하로 입력하십시오.
invalid-reserved = { JOSA($given, "은/는", "‘’") } 결제 번호에 쓰는 코드입니다. 다른 것을 선택하십시오.
invalid-taken = { JOSA($given, "은/는", "‘’") } 이미 사용 중입니다. 다른 것을 선택하십시오.
invalid-other-request = 키 { JOSA($given, "은/는", "‘’") } 다른 명령이나 다른 상담원이 이미 사용했습니다. 명령마다 다른 키를 지정하십시오.
invalid-not-yet = 이 버전에는 해당 서비스가 없습니다. 이 항목을 빼고 가져오십시오.
invalid-imported-otherwise = 이미 다른 내용으로 가져온 문서입니다. 문서는 바뀌지 않으므로 반대 문서로 바로잡으십시오.
invalid-counted-otherwise = 이미 다른 수량으로 가져온 기초 재고입니다. `afterdesk stock adjust`로 바로잡으십시오.
invalid-one-row = 이 파일에는 한 줄만 둘 수 있습니다. 나머지 줄을 지우십시오.
invalid-cell-count = 이 줄의 칸은 { $given }개인데 머리글은 { $expected }개입니다. 쉼표와 따옴표를 확인하십시오.
invalid-not-utf8 = 텍스트가 UTF-8이 아닙니다. 파일을 UTF-8로 저장하십시오.
invalid-quotes = 칸 안에 따옴표가 있거나 닫히지 않았습니다. 따옴표로 묶인 칸 안의 따옴표는 두 번 쓰십시오.
invalid-circular = { JOSA($given, "이/가", "‘’") } 자기 자신의 상위 회사가 됩니다. 다른 회사를 선택하십시오.
invalid-itself = { JOSA($given, "은/는", "‘’") } 자기 자신을 가리킵니다. 다른 것을 지정하십시오.
invalid-not-chosen = { JOSA($document, "은/는") } 환불할 청구서에 들어 있지 않습니다. --invoice로도 지정하십시오.
invalid-clock-outside-sandbox = 시각은 데모나 연습용 데이터베이스에서만 정할 수 있습니다. AFTERDESK_NOW를 지우십시오.
invalid-other-currency = 통화가 서로 다르며, 환산은 하지 않습니다. 통화가 같은 문서를 선택하십시오.

not-found-database = { $key }에 데이터베이스가 없습니다. `afterdesk init`으로 만들거나 `afterdesk demo`로 체험하십시오.
not-found-file = 파일이나 폴더 { JOSA($key, "이/가") } 없습니다. 경로를 확인하십시오.
not-found-unnamed = 이름이 비어 있습니다. 이름을 지정하십시오.
not-found-csv = { $key }에 CSV 파일이 없습니다. 내보낸 파일이 있는 폴더를 지정하십시오.
not-found-user = 상담원 { JOSA($key, "이/가") } 없습니다. 로그인 이름을 확인하십시오.
not-found-acting-user = { $key } 계정에 해당하는 상담원이 없습니다. --as로 상담원을 지정하십시오.
not-found-acting-user-unnamed = 어느 상담원인지 알 수 없습니다. --as로 상담원을 지정하십시오.
not-found-team = { $key } 팀이 없습니다. 이름을 확인하십시오.
not-found-stage = 팀에 { $key } 단계가 없습니다. 이름을 확인하십시오.
not-found-ticket = 티켓 { JOSA($key, "이/가") } 없습니다. 번호를 확인하십시오.
not-found-customer = 고객 { JOSA($key, "이/가") } 없습니다. 참조를 확인하십시오.
not-found-product = 품목 { JOSA($key, "이/가") } 없습니다. 코드를 확인하십시오.
not-found-lot = 로트/일련번호 { JOSA($key, "이/가") } 없습니다. 번호를 확인하십시오.
not-found-location = 위치 { JOSA($key, "이/가") } 없습니다. 이름을 확인하십시오.
not-found-tax = 세금 { JOSA($key, "이/가") } 없습니다. 이름을 확인하십시오.
not-found-journal = 전표 { JOSA($key, "이/가") } 없습니다. 코드를 확인하십시오.
not-found-order = 판매주문서 { JOSA($key, "이/가") } 없습니다. 번호를 확인하십시오.
not-found-order-line = 판매주문서에 { $key }번 줄이 없습니다. 줄 번호를 확인하십시오.
not-found-invoice = 청구서나 대변전표 { JOSA($key, "이/가") } 없습니다. 번호를 확인하십시오.
not-found-line = 문서에 { $key }번 줄이 없습니다. 줄 번호를 확인하십시오.
not-found-payment = 결제 { JOSA($key, "이/가") } 없습니다. 참조를 확인하십시오.
not-found-mail = 보낼 편지함에 메시지 { JOSA($key, "이/가") } 없습니다. 번호를 확인하십시오.
not-found-transfer = 이동 { JOSA($key, "이/가") } 없습니다. 번호를 확인하십시오.
not-found-project = 프로젝트 { JOSA($key, "이/가") } 없습니다. 이름을 확인하십시오.
not-found-setting = 설정 { JOSA($key, "이/가") } 없습니다. 이름을 확인하십시오.

## Effects

subject-credit-note = 대변전표
subject-invoice = 청구서
subject-payment = 결제
subject-reconciliation = 대사
subject-ticket = 티켓
subject-note = 내부 메모
subject-reply = 고객에게 메시지
subject-mail = 메시지
subject-timeline = 타임라인
subject-stock = 재고
subject-customer = 고객
subject-team = 헬프데스크 팀
subject-user = 상담원
subject-settings = 환경설정
subject-import = 가져오기
subject-database = 데이터베이스

key-state = 상태
key-total = 합계
key-residual = 잔액
key-payment-state = 결제 상태
key-amount = 금액
key-with = 상대
key-date = 날짜
key-accounting-date = 회계 날짜
key-reason = 사유
key-lines = 줄 수
key-quantity = 수량
key-unit-price = 단가
key-line = 줄
key-product = 품목
key-location = 위치
key-lot = 로트/일련번호
key-subject = 제목
key-description = 설명
key-stage = 단계
key-assignee = 담당자
key-priority = 우선순위
key-team = 헬프데스크 팀
key-customer = 고객
key-order = 판매주문서
key-tags = 태그
key-value = 값
key-name = 이름
key-role = 역할
key-right = 권한
key-limit = 환불 한도
key-service = 서비스
key-message = 메시지
key-rows = 행 수
key-agent = 상담원

## Timeline

event-created = 데이터베이스를 만들었습니다
event-restored = 백업에서 데이터베이스를 복원했습니다
event-imported = 파일을 가져왔습니다
event-settings-changed = 환경설정을 변경했습니다
event-team-changed = 헬프데스크 팀 { JOSA($document, "을/를") } 변경했습니다
event-user-changed = 상담원 { JOSA($document, "을/를") } 변경했습니다
event-customer-changed = 고객 { JOSA($document, "을/를") } 변경했습니다
event-ticket-opened = 티켓을 열었습니다
event-ticket-edited = 티켓을 변경했습니다
event-ticket-assigned = { $assignee }에게 배정했습니다
event-ticket-unassigned = 담당자를 비웠습니다
event-ticket-staged = 단계: { $before } → { $after }
event-note = 내부 메모
event-reply = 고객에게 메시지
event-mail-cancelled = { $to }에게 보낼 메시지 취소: { $subject }
event-mail-unclear = { $to }에게 메시지를 보냈는지 알 수 없음: { $subject }
event-mail-failed = { $to }에게 메시지를 보내지 못함: { $subject }
event-mail-sent = { $to }에게 메시지 보냄: { $subject }
event-mail-queued = { $to }에게 메시지 작성: { $subject }
event-refund = 환불
event-refund-posted = 환불: 대변전표 { JOSA($document, "을/를") } 발행했습니다({ $amount })
event-refund-posted-of = 환불: { $invoice }에 대한 대변전표 { JOSA($document, "을/를") } 발행했습니다({ $amount })
event-refund-draft = 환불: 대변전표 초안 { JOSA($document, "을/를") } 만들었습니다({ $amount })
event-refund-draft-of = 환불: { $invoice }에 대한 대변전표 초안 { JOSA($document, "을/를") } 만들었습니다({ $amount })
event-refund-invoice = 새 청구서 초안 { JOSA($document, "을/를") } 만들었습니다
event-document-edited = 초안 { JOSA($document, "을/를") } 변경했습니다
event-document-posted = { JOSA($document, "을/를") } 발행했습니다
event-in-period = { $text }. 마감된 기간이라 회계 날짜는 { $date }입니다
event-document-cancelled = { JOSA($document, "을/를") } 취소했습니다
event-payment = { $document }의 결제를 등록했습니다
event-payment-amount = { $document }의 결제 { JOSA($amount, "을/를") } 등록했습니다
event-allocation = { JOSA($document, "을/를") } 대사했습니다
event-allocation-with = { $document }의 { JOSA($amount, "을/를") } { JOSA($with, "과/와") } 대사했습니다
event-reversal = { JOSA($document, "을/를") } 역분개했습니다
event-reversal-by = { JOSA($document, "을/를") } { JOSA($by, "으로/로") } 역분개했습니다
event-stock-adjusted = { $document }의 재고를 고쳤습니다

# Counters and orders

counter-credit-notes = 대변전표 { $posted }{ $drafts ->
    [0] {""}
   *[other] {" "}(초안 +{ $drafts })
}
order-state-quotation = 견적서
order-state-sent = 보낸 견적서
order-state-sale = 판매주문
order-state-cancelled = 취소됨

## The desk

name-desk = 데스크
view-mine = 내 티켓
view-unassigned = 미배정
view-all = 열린 티켓 전체
view-every = 모든 티켓
view-count = { $view } ({ $count })
view-search = ‘{ $typed }’ 검색
tax-on = { $tax } (과세표준 { $base })

title-views = 보기
title-after-sales = 애프터서비스
title-help = 도움말: 여기서 쓰는 키
title-palette = 명령
title-question = 확인
title-preview = { $action }: 실행하면 이렇게 기록됩니다

ask-leave = 이 양식에서 나갈까요? 입력한 내용은 보관되며 다음에 열 때 다시 보여 드립니다.
ask-quit = 입력 중인 양식이 있습니다. 내용을 버리고 종료할까요?

picker-nothing = (없음)
picker-nobody = (담당자 없음)
picker-empty = 여기에는 선택할 항목이 없습니다.
picker-no-match = ‘{ $typed }’에 맞는 항목이 없습니다. 덜 입력하거나 범위를 좁히는 항목을 지워 보십시오.
picker-create = + 새 고객 ‘{ $name }’

lines-most = 최대
lines-left-out = (제외) { $line }

calendar-month = { $year }년 { $month }월
calendar-month-before = 이전 달
calendar-month-after = 다음 달
calendar-week-before = 한 주 전
calendar-week-after = 한 주 뒤
calendar-days = 일 월 화 수 목 금 토

word-back = 뒤로
button-discard = 취소

tab-lines = 명세
tab-details = 상세
tab-contact = 연락처
tab-address = 주소

language-en = 영어
language-ko = 한국어

stage-new = 신규
stage-in-progress = 진행 중
stage-on-hold = 보류
stage-solved = 해결됨
stage-cancelled = 취소됨

form-refund = 환불
form-new-ticket = 새 티켓
form-edit-ticket = 티켓 편집
form-assign = 담당자 지정
form-stage = 단계
form-note = 내부 메모
form-edit-draft = 초안 편집
form-pay = 결제 등록
form-allocate = 청구서와 대사
form-new-customer = 새 고객
form-edit-customer = 고객 편집
form-welcome = afterdesk에 오신 것을 환영합니다

button-reverse = 역분개
button-reverse-and-create-invoice = 역분개 후 청구서 만들기
button-create-ticket = 티켓 만들기
button-save = 저장
button-assign = 지정
button-set-stage = 단계 변경
button-add-note = 메모 추가
button-register-payment = 결제 등록
button-match = 대사
button-create-customer = 고객 만들기
button-start = 시작하기
button-load-demo = 데모 불러오기

action-post = 발행
action-edit = 편집
action-cancel = 초안 취소하기
action-pay = 결제 등록
action-match = 청구서와 대사
action-reverse = 대변전표 역분개

## Keys

context-everywhere = 어디서나
context-list = 목록
context-ticket = 티켓
context-document = 전표
context-customer = 고객
context-form = 양식
context-picker = 선택 목록
context-calendar = 달력
context-confirm = 확인 창

verb-help = 도움말
verb-palette = 명령
verb-back = 뒤로
verb-quit = 종료
verb-exit = 바로 종료
verb-redraw = 화면 다시 그리기
verb-mouse = 마우스 켜기/끄기
verb-language = 한국어/영어 전환
verb-theme = 다음 테마
verb-up = 위로
verb-down = 아래로
verb-page-up = 한 쪽 위로
verb-page-down = 한 쪽 아래로
verb-first = 처음으로
verb-last = 끝으로
verb-open = 열기
verb-search = 검색
verb-views = 보기
verb-other-pane = 다른 창
verb-refund = 환불
verb-after-sales = 애프터서비스
verb-note = 내부 메모
verb-edit = 편집
verb-assign = 담당자
verb-stage = 단계
verb-new = 새 티켓
verb-customer-card = 고객
verb-sales-order = 판매주문서
verb-previous = 이전 티켓
verb-next = 다음 티켓
verb-credit-notes = 대변전표
verb-first-action = 첫째 동작
verb-second-action = 둘째 동작
verb-take-back = 초안 취소 또는 역분개
verb-next-field = 다음 항목
verb-previous-field = 이전 항목
verb-choose = 선택
verb-toggle = 체크 또는 다음 값
verb-toggle-back = 이전 값
verb-submit = 첫째 버튼
verb-submit-second = 둘째 버튼
verb-clear-field = 항목 비우기
verb-remove-line = 줄 삭제
verb-restore-line = 줄 되살리기
verb-editor = 편집기 열기
verb-start-over = 처음부터 다시
verb-mark = 표시
verb-confirm = 확인
verb-day-before = 하루 전
verb-day-after = 하루 뒤
verb-today = 오늘
