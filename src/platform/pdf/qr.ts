import encodeQR from 'qr'

/** Les modules d’un QR de correction M, en lignes de 0 et de 1, sans bord. Le texte est lu en UTF-8. */
export const lignesQr = (texte: string): string[] =>
  encodeQR(texte, 'raw', { ecc: 'medium', encoding: 'byte', border: 1 })
    .slice(1, -1)
    .map((ligne) =>
      ligne
        .slice(1, -1)
        .map((noir) => (noir ? '1' : '0'))
        .join(''),
    )
