/**
 * Un PDF à télécharger : toujours en pièce jointe, jamais deviné, jamais gardé par un intermédiaire. Le nom est
 * composé par nous (`nomDeFichier`) : ni guillemet ni fin de ligne n’y entrent.
 */
export const pdfResponse = (
  octets: Uint8Array,
  nom: string,
  disposition: 'attachment' | 'inline' = 'attachment',
) =>
  new Response(new Uint8Array(octets), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `${disposition}; filename="${nom}"`,
      'content-length': String(octets.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      // Un PDF n'a ni script ni cadre à faire chez nous.
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
