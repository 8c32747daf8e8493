import { formaterDate } from '#kernel/dates.ts'
import { FINE, formaterNombre, INSECABLE } from '#kernel/texte.ts'
import { arrondirHeures } from './arrondir-heures.ts'
import type { Bpf } from './composer.ts'
import type { ControlePasse } from './controles/controler.ts'
import type { Dossier } from './dossier.ts'
import { formulaires, type LigneFormulaire } from './formulaire.ts'
import { enNombre } from './fraction.ts'
import type { Effectif, Lignes } from './lignes.ts'
import { specialites } from './nsf.ts'

const largeur = 80

const aligner = (repere: string, libelle: string, valeur: string, dont: boolean): string => {
  const marge = dont ? '      ' : '  '
  const gauche = `${marge}${repere.padEnd(6)}${libelle}`
  const court = gauche.length > largeur ? `${gauche.slice(0, largeur - 1)}…` : gauche
  return `${court.padEnd(largeur, '.')} ${valeur}`
}

const effectif = ({ n, h }: Effectif): string =>
  `${formaterNombre(n).padStart(7)} ${`${formaterNombre(enNombre(h))}${INSECABLE}h`.padStart(12)}`
const euros = (n: number): string => `${formaterNombre(n)}${INSECABLE}€`.padStart(20)

/** Les cases d’un cadre, lues dans les lignes par leur nom. */
const valeurDe = (l: Lignes, { id, forme }: LigneFormulaire): string => {
  const [cadre = '', cle = ''] = [id.slice(0, id.indexOf('.')), id.slice(id.indexOf('.') + 1)]
  const table = (l as unknown as Record<string, Record<string, unknown>>)[cadre] ?? {}
  if (forme === 'oui-non')
    return l.B.distance === null ? '?'.padStart(20) : (l.B.distance ? 'oui' : 'non').padStart(20)
  if (forme === 'pourcent') return `${formaterNombre(l.C.part)}${INSECABLE}%`.padStart(20)
  if (forme === 'nombre') return formaterNombre(l.F1.distance ?? 0).padStart(7)
  if (forme === 'euros') return euros(table[cle] as number)
  return effectif(id === 'F2' ? l.F2 : id === 'G' ? l.G : (table[cle] as Effectif))
}

/** Le formulaire dans son ordre, en texte, heures de F et G arrondies (R25), puis les contrôles qui ne passent pas. */
export const imprimer = (
  dossier: Pick<Dossier, 'id' | 'exercice'>,
  bpf: Bpf,
  controles: readonly ControlePasse[],
): string => {
  const { version, cadres, lu } = formulaires[bpf.version]
  const lignes = arrondirHeures(bpf.lignes, bpf.lectures)
  const { debut, fin } = dossier.exercice
  const sortie = [
    `${dossier.id} : Cerfa ${version}${lu ? '' : ' (formulaire non lu, recoupé)'}`,
    `Exercice du ${formaterDate(debut)} au ${formaterDate(fin)}`,
  ]
  for (const cadre of cadres) {
    if (cadre.lignes.length === 0) continue
    sortie.push('', `${cadre.lettre}. ${cadre.titre}`)
    for (const ligne of cadre.lignes) {
      if (ligne.id !== 'F4.specialites') {
        sortie.push(aligner(ligne.repere, ligne.libelle, valeurDe(lignes, ligne), ligne.dont === true))
        continue
      }
      for (const s of lignes.F4.specialites)
        sortie.push(aligner(s.code, specialites[s.code] ?? '', effectif(s), false))
    }
  }
  const fautifs = controles.filter((c) => c.etat !== 'satisfait')
  sortie.push('', `Contrôles : ${controles.length - fautifs.length} satisfaits sur ${controles.length}.`)
  const mots = { bloquant: 'bloquant', 'alerte-forte': 'alerte forte', alerte: 'alerte' } as const
  for (const c of fautifs)
    sortie.push(`  ${c.id} (${c.etat === 'non-verifiable' ? 'non vérifiable' : mots[c.niveau]}) ${c.message}`)
  return `${sortie.join('\n').replaceAll(FINE, INSECABLE)}\n\n`
}
