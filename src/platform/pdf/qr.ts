import qrcode from 'qrcode-generator'

/** Les modules d’un QR de correction M, en lignes de 0 et de 1. Le texte est lu en UTF-8. */
export const lignesQr = (texte: string): string[] => {
  const q = qrcode(0, 'M')
  // Octet par octet : sans cela un accent serait écrit en Latin-1, et le lecteur attend de l’UTF-8.
  q.addData(Buffer.from(texte, 'utf8').toString('latin1'), 'Byte')
  q.make()
  const cote = Array.from({ length: q.getModuleCount() }, (_, i) => i)
  return cote.map((y) => cote.map((x) => (q.isDark(y, x) ? '1' : '0')).join(''))
}
