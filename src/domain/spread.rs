//! Spreading whole units over shares so that they add up, to the last unit.
//!
//! Used for the cents that rounding by document leaves over (`domain/facts.md` §2.5) and for a free
//! amount over the lines of a credit note.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::money::Amount;

/// Gives each share its part `share × total / Σ shares`, rounded so that the parts add up to `total`
/// (largest remainder; among equals the earlier share). No part is further than one unit from its
/// exact value. Shares that add up to nothing get nothing.
pub fn proportional(total: Amount, shares: &[BigRational]) -> Vec<Amount> {
    let sum: BigRational = shares.iter().sum();
    if sum.is_zero() {
        return vec![Amount::ZERO; shares.len()];
    }
    let exact: Vec<BigRational> = shares.iter().map(|s| s * total.exact() / &sum).collect();
    let mut parts: Vec<BigInt> = exact.iter().map(|e| e.floor().to_integer()).collect();
    let given: BigInt = parts.iter().sum();
    let left = (BigInt::from(total.0) - given).to_usize().unwrap_or(0);
    let mut order: Vec<usize> = (0..shares.len()).filter(|i| !shares[*i].is_zero()).collect();
    order.sort_by(|a, b| {
        let remainder = |i: usize| &exact[i] - BigRational::from_integer(parts[i].clone());
        remainder(*b).cmp(&remainder(*a)).then(a.cmp(b))
    });
    for i in order.into_iter().take(left) {
        parts[i] += 1;
    }
    parts.iter().map(|p| Amount(p.to_i64().unwrap_or(0))).collect()
}

/// Adds `left` units to `parts`, the largest weight first: each line in turn takes its proportional
/// part of the units, rounded up, until none are left (`domain/facts.md` §2.5).
pub fn leftover(left: Amount, parts: &mut [Amount], weights: &[BigRational]) {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| weights[*b].cmp(&weights[*a]).then(a.cmp(b)));
    let sum: BigRational = weights.iter().map(Signed::abs).sum();
    let step = left.0.signum();
    let mut open = left.0.abs();
    // Without weights, every line has the same, rounded up.
    let lines = i64::try_from(order.len().max(1)).unwrap_or(1);
    let even = (open + lines - 1) / lines;
    for i in order.iter().cycle().take(parts.len() * 2) {
        let part = match sum.is_zero() {
            true => even,
            false => ceil(&(weights[*i].abs() * left.exact().abs() / &sum)).max(1),
        };
        let take = part.min(open);
        parts[*i] += Amount(step * take);
        open -= take;
        if open == 0 {
            break;
        }
    }
}

/// Brings each part between its limits without changing what they add up to: what is taken off some goes
/// to those with the most room. What no part has room for stays on the one with the widest limits.
pub fn within(parts: &mut [Amount], limits: &[(Amount, Amount)]) {
    let mut open = 0;
    for (part, (low, high)) in parts.iter_mut().zip(limits) {
        let kept = (*part).max(*low).min(*high);
        open += part.0 - kept.0;
        *part = kept;
    }
    let step = open.signum();
    let room = |parts: &[Amount], i: usize| match step {
        1 => limits[i].1.0 - parts[i].0,
        _ => parts[i].0 - limits[i].0.0,
    };
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(room(parts, *i)));
    for i in order {
        let part = room(parts, i).min(open.abs());
        parts[i] += Amount(step * part);
        open -= step * part;
    }
    if let Some(widest) = (0..parts.len()).max_by_key(|i| limits[*i].1.0 - limits[*i].0.0) {
        parts[widest] += Amount(open);
    }
}

fn ceil(value: &BigRational) -> i64 {
    value.ceil().to_integer().to_i64().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(values: &[i64]) -> Vec<BigRational> {
        values.iter().map(|v| Amount(*v).exact()).collect()
    }

    #[test]
    fn largest_remainders_first() {
        assert_eq!(proportional(Amount(100), &whole(&[1, 1, 1])), [Amount(34), Amount(33), Amount(33)]);
        assert_eq!(proportional(Amount(99), &whole(&[110, -11])), [Amount(110), Amount(-11)]);
        assert_eq!(proportional(Amount(5), &whole(&[0, 0])), [Amount(0), Amount(0)]);
    }

    #[test]
    fn leftover_goes_to_the_largest() {
        let mut parts = [Amount(10), Amount(20)];
        leftover(Amount(-1), &mut parts, &whole(&[10, 20]));
        assert_eq!(parts, [Amount(10), Amount(19)]);
        // Without weights each takes the same part, and nothing is lost.
        let mut parts = [Amount(0)];
        leftover(Amount(3), &mut parts, &whole(&[0]));
        assert_eq!(parts, [Amount(3)]);
        let mut parts = [Amount(0), Amount(0)];
        leftover(Amount(-7), &mut parts, &whole(&[0, 0]));
        assert_eq!(parts, [Amount(-4), Amount(-3)]);
    }

    #[test]
    fn parts_go_where_there_is_room() {
        let limits =
            |all: &[(i64, i64)]| all.iter().map(|(l, h)| (Amount(*l), Amount(*h))).collect::<Vec<_>>();
        for (parts, all, fitted) in [
            ([5, 5], [(0, 4), (0, 9)], [4, 6]),
            ([5, 5], [(5, 5), (0, 9)], [5, 5]),
            ([-3, 9], [(-2, 0), (0, 9)], [-2, 8]),
            ([-1, 6], [(0, 5), (0, 5)], [0, 5]),
            // No room: the widest holds the rest, and the sum stays.
            ([5, 5], [(4, 4), (0, 3)], [4, 6]),
        ] {
            let mut parts = parts.map(Amount);
            within(&mut parts, &limits(&all));
            assert_eq!(parts, fitted.map(Amount), "{all:?}");
        }
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_within_their_share(shares in prop::collection::vec(0i64..1_000_000, 1..12), permille in 0i64..=1000) {
            let sum: i64 = shares.iter().sum();
            let total = sum * permille / 1000;
            let parts = proportional(Amount(total), &whole(&shares));
            if sum > 0 {
                prop_assert_eq!(parts.iter().map(|p| p.0).sum::<i64>(), total);
            }
            for (part, share) in parts.iter().zip(&shares) {
                prop_assert!(part.0 >= 0 && part.0 <= *share);
            }
        }

        #[test]
        fn leftover_is_spread_whole(left in -9i64..9, weights in prop::collection::vec(0i64..1000, 1..6)) {
            let mut parts = vec![Amount::ZERO; weights.len()];
            leftover(Amount(left), &mut parts, &whole(&weights));
            prop_assert_eq!(parts.iter().map(|p| p.0).sum::<i64>(), left);
        }
    }
}
