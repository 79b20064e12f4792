/// What cells call: runs made and read, as data frames and charts, in few words, so that a notebook shows what it is about. What NMOS itself
/// says shortly enough, such as loading and playing a scenario, notebooks say in its own words.
///
/// Must not know Jupyter.
package nmos.notebooks;
