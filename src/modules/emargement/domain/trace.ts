/**
 * Le tracé d’une signature : une image, sans analyse du geste. L’îlot envoie un chemin
 * `M12 30L14 33…` dans un cadre de 320 sur 112 ; on garde « x y x y … » de 0 à 100, comme l’imprime la feuille.
 */
const motif = /^(?:[ML]\d{1,3} \d{1,3}){2,3000}$/
const cadre = { largeur: 320, hauteur: 112 }
const pointsMax = 400

/** Le tracé réduit, ou rien s’il n’est pas des nôtres : la case cochée suffit alors. */
export const lireTrace = (texte: string): string | undefined => {
  if (texte.length > 20_000 || !motif.test(texte)) return undefined
  const points = Array.from(texte.matchAll(/(\d{1,3}) (\d{1,3})/g), ([, x, y]): [number, number] => [
    Math.min(100, Math.round((Number(x) * 100) / cadre.largeur)),
    Math.min(100, Math.round((Number(y) * 100) / cadre.hauteur)),
  ])
  const pas = Math.max(1, Math.ceil(points.length / pointsMax))
  const gardes = points.filter((_, i) => i % pas === 0 || i === points.length - 1)
  return gardes.flat().join(' ')
}
