/// Notebooks executed without anybody looking, by Jupyter's own tools and a kernel that is set up for the occasion and leaves nothing behind.
///
/// Must not know what notebooks are about.
package nmos.notebooks.execute;
