/** Les images de la démonstration, dessinées ici : aucun fichier à porter, aucune photographie à créditer. */
import { crc32, deflateSync } from 'node:zlib'

type Couleur = readonly [rouge: number, vert: number, bleu: number]

const morceau = (nom: string, donnees: Buffer): Buffer => {
  const corps = Buffer.concat([Buffer.from(nom), donnees])
  const tete = Buffer.alloc(4)
  tete.writeUInt32BE(donnees.length)
  const fin = Buffer.alloc(4)
  fin.writeUInt32BE(crc32(corps))
  return Buffer.concat([tete, corps, fin])
}

/** Un PNG, point par point. */
const enPng = (largeur: number, hauteur: number, point: (x: number, y: number) => Couleur): Blob => {
  const lignes = Buffer.alloc(hauteur * (1 + largeur * 3))
  for (let y = 0; y < hauteur; y += 1)
    for (let x = 0; x < largeur; x += 1) lignes.set(point(x, y), y * (1 + largeur * 3) + 1 + x * 3)
  const entete = Buffer.alloc(13)
  entete.writeUInt32BE(largeur, 0)
  entete.writeUInt32BE(hauteur, 4)
  entete.set([8, 2, 0, 0, 0], 8)
  const octets = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    morceau('IHDR', entete),
    morceau('IDAT', deflateSync(lignes, { level: 1 })),
    morceau('IEND', Buffer.alloc(0)),
  ])
  return new Blob([new Uint8Array(octets)], { type: 'image/png' })
}

const papier: Couleur = [246, 241, 231]
const profond: Couleur = [15, 76, 73]
const vif: Couleur = [191, 58, 31]
const mousse: Couleur = [112, 143, 94]
const ble: Couleur = [214, 178, 96]

/** Des parcelles en courbes sous un soleil bas : une ferme-école, vue de la colline. */
export const parcelles = (): Blob => {
  const [l, h] = [720, 405]
  return enPng(l, h, (x, y) => {
    const horizon = h * 0.42 + 18 * Math.sin(x / 110) + 10 * Math.sin(x / 47)
    if (y < horizon)
      return Math.hypot(x - l * 0.72, y - h * 0.3) < 52 ? vif : y > horizon - 7 ? profond : papier
    const profondeur = (y - horizon) / (h - horizon)
    const sillon = Math.sin(((x - l / 2) / (0.35 + profondeur)) * 0.06 + 3 * profondeur)
    const bande = Math.floor(profondeur * 4 + (x / l) * 1.6) % 3
    if (sillon > 0.86) return papier
    return bande === 0 ? mousse : bande === 1 ? ble : profond
  })
}

/** Trente-trois cases en rangs de onze, la dernière encore vide : la grille qualité. */
export const grille = (): Blob => {
  const [l, h, pas] = [720, 405, 62]
  return enPng(l, h, (x, y) => {
    const [i, j] = [Math.floor((x - 19) / pas), Math.floor((y - 109) / pas)]
    const [u, v] = [(x - 19) % pas, (y - 109) % pas]
    if (x < 19 || y < 109 || i > 10 || j > 2) return papier
    const bord = u < 6 || v < 6 || u > 50 || v > 50
    const contour = !bord && (u < 10 || v < 10 || u > 46 || v > 46)
    if (bord) return papier
    return i === 10 && j === 2 ? (contour ? vif : papier) : (i + j) % 4 === 0 ? mousse : profond
  })
}

/** Trois voiles sur une rade, la mer en larges vagues. */
export const rade = (): Blob => {
  const [l, h] = [720, 405]
  return enPng(l, h, (x, y) => {
    for (const [cx, taille] of [
      [190, 150],
      [380, 210],
      [560, 120],
    ] as const) {
      const [dx, dy] = [x - cx, 290 - y]
      if (dy > 0 && dy < taille && dx > 4 && dx < (taille - dy) * 0.5) return vif
      if (dy > 0 && dy < taille * 0.85 && dx < -4 && -dx < (taille * 0.85 - dy) * 0.35) return ble
      if (Math.abs(dy + 8) < 8 && Math.abs(dx) < taille * 0.4) return profond
    }
    const vague = 300 + 8 * Math.sin(x / 34) + 5 * Math.sin(x / 13)
    if (y < vague) return papier
    return Math.floor((y - vague) / 16 + Math.sin(x / 60)) % 2 === 0 ? profond : mousse
  })
}

/** Le logo d'une coopérative : deux formes qui se tiennent. */
export const logo = (genre: 'trame' | 'feuille' | 'bulles'): Blob => {
  const [l, h] = [240, 120]
  return enPng(l, h, (x, y) => {
    if (genre === 'trame')
      return Math.floor(x / 20) % 2 === Math.floor(y / 20) % 2 ? profond : x % 20 < 10 ? ble : papier
    if (genre === 'feuille') {
      const [dx, dy] = [Math.abs(x - l / 2) / (l / 2), Math.abs(y - h / 2) / (h / 2)]
      return dy < (1 - dx * dx) * 0.9 ? (Math.abs(y - h / 2) < 2 ? papier : mousse) : papier
    }
    const [a, b] = [Math.hypot(x - 85, y - 60) < 52, Math.hypot(x - 155, y - 60) < 52]
    return a && b ? papier : a ? profond : b ? vif : papier
  })
}
