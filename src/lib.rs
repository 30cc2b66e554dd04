//! Prints multilingual hotline posters and proves each page by reading it back.
//!
//! A poster goes one way: a locations file, templates and catalogs are read and checked into values;
//! a [`poster`] settles what is said; [`layout`] settles where it stands; [`plate`] makes one PDF for all
//! posters that share a page, rasterises and reads it back, and appends what differs from place to place.
//! `ARCHITECTURE.md` tells which module may use which.

pub mod anatomy;
pub mod artwork;
pub mod calibration;
pub mod campaign;
pub mod catalog;
pub mod check;
pub mod code;
pub mod color;
pub mod date;
pub mod diag;
pub mod explain;
pub mod fields;
pub mod finished;
pub mod fit;
pub mod font;
pub mod geom;
pub mod globe;
pub mod guide;
pub mod harmless;
pub mod hotline;
pub mod icon;
pub mod layout;
pub mod library;
pub mod locale;
pub mod location;
pub mod manifest;
pub mod mosaic;
pub mod need;
pub mod outline;
pub mod page;
pub mod pdf;
pub mod phone;
pub mod phrase;
pub mod phrasebook;
pub mod plan;
pub mod plate;
pub mod poster;
pub mod press;
pub mod printer;
pub mod profile;
pub mod pseudo;
pub mod qr;
pub mod raster;
pub mod reading;
pub mod review;
pub mod route;
pub mod ruler;
pub mod run;
pub mod scan;
pub mod serial;
pub mod setup;
pub mod sheet;
pub mod sketch;
pub mod source;
pub mod stock;
pub mod table;
pub mod template;
pub mod text;
pub mod theme;
pub mod tile;
pub mod trim;
pub mod wear;
