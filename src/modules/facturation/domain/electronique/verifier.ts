/** Toutes les règles que le produit tient lui-même, et ce qu’une facture en rompt. */
import { typographier } from '#kernel/texte.ts'
import type { FactureLue } from './modele.ts'
import { profilDe } from './profils.ts'
import type { Portee, Regle, RegleRompue } from './regle.ts'
import { reglesCodes } from './regles-codes.ts'
import { reglesEn } from './regles-en.ts'
import { deDroitFrancais, reglesFr } from './regles-fr.ts'
import { reglesTva } from './regles-tva.ts'

/** Les règles du profil : son nom est connu, et dit ce que la facture contient. Les numéros sont ceux du schématron Factur-X 1.09. */
export const reglesProfil: readonly Regle[] = [
  {
    id: 'FX-SCH-A-000026',
    phrase: 'La spécification (BT-24) nomme un profil connu : Factur-X, ou une facture selon EN 16931.',
    portee: 'minimum',
    ruptures: (f) => (f.profil === undefined || profilDe(f.profil) ? [] : [`« ${f.profil.slice(0, 80)} »`]),
  },
]

export const reglesNorme: readonly Regle[] = [...reglesProfil, ...reglesEn, ...reglesTva, ...reglesCodes]
export const toutesLesRegles: readonly Regle[] = [...reglesNorme, ...reglesFr]

const rangDe: Readonly<Record<Portee, number>> = { minimum: 0, 'sans-lignes': 1, lignes: 2 }

/** Par règle, les endroits montrés : au-delà, la même faute se répète. */
const endroitsMontres = 20

/** Ce qui est rompu, une entrée par règle et par endroit, dans l’ordre des règles. Vide : la facture tient. */
export const reglesRompues = (f: FactureLue): readonly RegleRompue[] => {
  const portee = profilDe(f.profil)?.portee ?? 'lignes'
  return (deDroitFrancais(f) ? toutesLesRegles : reglesNorme)
    .filter((r) => rangDe[r.portee] <= rangDe[portee])
    .flatMap((r) =>
      r
        .ruptures(f)
        .slice(0, endroitsMontres)
        .map((ou) => ({
          id: r.id,
          message: typographier(ou === '' ? r.phrase : `${r.phrase.replace(/\.$/, '')} : ${ou}.`),
        })),
    )
}
