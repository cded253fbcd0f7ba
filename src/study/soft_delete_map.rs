//! A shelf of things with identities, in the order they came.
//!
//! Nothing leaves a shelf: what is taken away is only no longer live, so that
//! undo can bring it back without knowing the past.

use super::Id;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Hashes identities by the random half they carry already: opening a study
/// looks up a million of them, and nobody chooses a UUID to collide.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // The low half of a version 7 UUID is random; the high half is the time.
        if let Some(random) = bytes.last_chunk::<8>() {
            // An odd multiplier spreads what is random over all bits (Knuth's multiplicative
            // hashing).
            self.0 = (self.0 ^ u64::from_be_bytes(*random)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        } else {
            bytes
                .iter()
                .for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
        }
    }

    fn write_usize(&mut self, length: usize) {
        self.0 = self.0.rotate_left(5) ^ length as u64;
    }
}

/// A map from identities.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// Things in order of arrival, found by identity.
#[derive(Clone, Debug)]
pub struct SoftDeleteMap<T> {
    items: Vec<T>,
    live: Vec<bool>,
    places: IdMap<Id<T>, u32>,
    live_count: usize,
}

impl<T> Default for SoftDeleteMap<T> {
    fn default() -> Self {
        SoftDeleteMap {
            items: Vec::new(),
            live: Vec::new(),
            places: IdMap::default(),
            live_count: 0,
        }
    }
}

impl<T> SoftDeleteMap<T> {
    /// Puts a thing on the shelf, live; the same identity again replaces it.
    pub fn insert(&mut self, id: Id<T>, item: T) {
        if let Some(place) = self.index_of(id) {
            self.items[place] = item;
            self.set_live(id, true);
            return;
        }
        let place = self.items.len();
        self.places.insert(id, place as u32);
        self.items.push(item);
        self.live.push(true);
        self.live_count += 1;
    }

    /// Takes a thing from sight, or brings it back.
    pub fn set_live(&mut self, id: Id<T>, live: bool) {
        let Some(place) = self.index_of(id) else {
            return;
        };
        let changed = self.live[place] != live;
        self.live[place] = live;
        match (changed, live) {
            (true, true) => self.live_count += 1,
            (true, false) => self.live_count -= 1,
            _ => {}
        }
    }

    /// The place of an identity, live or not.
    pub fn index_of(&self, id: Id<T>) -> Option<usize> {
        self.places.get(&id).map(|place| *place as usize)
    }

    /// The thing, when it is live.
    pub fn get(&self, id: Id<T>) -> Option<&T> {
        let place = self.index_of(id)?;
        self.live[place].then(|| &self.items[place])
    }

    /// The thing, live or not: names in the history outlive what they name.
    pub fn get_any(&self, id: Id<T>) -> Option<&T> {
        self.index_of(id).map(|place| &self.items[place])
    }

    /// The thing to change, live or not.
    pub fn get_any_mut(&mut self, id: Id<T>) -> Option<&mut T> {
        self.index_of(id).map(|place| &mut self.items[place])
    }

    /// The thing at a place, when it is live.
    pub fn get_at(&self, place: usize) -> Option<&T> {
        self.live
            .get(place)
            .is_some_and(|live| *live)
            .then(|| &self.items[place])
    }

    /// The thing at a place, live or not.
    pub fn get_any_at(&self, place: usize) -> Option<&T> {
        self.items.get(place)
    }

    /// All things ever, live or not, in order of arrival.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.items.iter()
    }

    /// The same, to change.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut()
    }

    /// All live things in order of arrival.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.items
            .iter()
            .zip(&self.live)
            .filter(|(_, live)| **live)
            .map(|(item, _)| item)
    }

    /// How many are live.
    pub fn len(&self) -> usize {
        self.live_count
    }

    /// Whether none is live.
    pub fn is_empty(&self) -> bool {
        self.live_count == 0
    }
}
