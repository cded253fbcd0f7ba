//! Reproducible random numbers: xoshiro256++ (Blackman & Vigna 2019), seeded through splitmix64.
//!
//! The seed is part of every result that used random numbers. Not for cryptography.

/// A random stream determined by its seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Rng {
    state: [u64; 4],
}

/// One step of splitmix64, which mixes seeds and names well.
pub(crate) fn scramble(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Rng {
        let mut at = seed;
        let mut state = [0; 4];
        for word in &mut state {
            *word = scramble(at);
            at = at.wrapping_add(0x9E37_79B9_7F4A_7C15);
        }
        Rng { state }
    }

    /// The stream of a seed for one of several independent uses, so that results do not depend on
    /// their order.
    pub fn split(seed: u64, part: u64) -> Rng {
        Rng::new(seed ^ scramble(part.wrapping_mul(0xD134_2543_DE82_EF95)))
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A whole number from 0 to `n` − 1, unbiased (Lemire 2019); 0 when `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        let mut product = (self.bits() >> 32) * u64::from(n);
        if (product as u32) < n {
            let least = n.wrapping_neg() % n;
            while (product as u32) < least {
                product = (self.bits() >> 32) * u64::from(n);
            }
        }
        (product >> 32) as u32
    }

    /// A number in [0, 1) with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
