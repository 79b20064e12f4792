/// A Jupyter kernel that runs cells of Java by JShell and shows what they give as tables, text and pictures.
///
/// Must not know what notebooks are about, nor how they are executed.
package nmos.notebooks.kernel;
