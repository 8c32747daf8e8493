import { formaterDate } from '#kernel/dates.ts'
import { formaterNda, formaterSiret } from '#kernel/identifiants.ts'
import type { Result } from '#kernel/result.ts'
import { ok } from '#kernel/result.ts'
import { compter, formaterNombre, INSECABLE } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { mentionForme } from '#modules/organisme/index.ts'
import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { RefusPdf } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import { nomExercice } from '../domain/exercices.ts'
import type { CadreRempli, CaseRemplie } from '../domain/remplir.ts'
import type { ManqueDit } from '../lecture/lire-manques.ts'
import type { Vue } from '../lecture/lire-vue.ts'
import type { BilanV1, CaseV1 } from './bilan-pedagogique-financier.v1.ts'

const vide = { nombre: '', heures: '', montant: '', valeur: '', dont: false, somme: false }
const fait = (libelle: string, valeur: string): CaseV1 => ({ ...vide, repere: '', libelle, valeur })

const caseDe = ({ id, repere, libelle, dont, valeur: v }: CaseRemplie): CaseV1 => ({
  ...vide,
  repere: ['Total', 'dont', '%'].includes(repere) ? '' : repere,
  libelle:
    repere === 'dont'
      ? `dont ${libelle.toLowerCase().startsWith('cqp') ? libelle : libelle.charAt(0).toLowerCase() + libelle.slice(1)}`
      : libelle,
  dont: dont === true,
  somme: /\.total$/.test(id) || id === 'C.2',
  ...(v.genre === 'effectif'
    ? { nombre: formaterNombre(v.n), heures: formaterNombre(v.h) }
    : v.genre === 'euros'
      ? { montant: `${formaterNombre(v.n)}${INSECABLE}€` }
      : v.genre === 'pourcent'
        ? { montant: `${formaterNombre(v.n)}${INSECABLE}%` }
        : v.genre === 'nombre'
          ? { nombre: formaterNombre(v.n) }
          : {}),
})

const cadreDe = (k: CadreRempli): BilanV1['cadres'][number] => ({
  lettre: k.lettre,
  titre: k.titre,
  genre: k.cases.some((c) => c.valeur.genre === 'effectif') ? 'effectif' : 'montant',
  cases: k.cases.map(caseDe),
})

const niveaux = { bloquant: 'à réparer', 'alerte-forte': 'alerte forte', alerte: 'alerte' } as const

/** Au-delà, la page « à affecter » les montre tous. */
const manquesAuPlus = 12
/** Ce qui manque, nommé : le contrôle V27 ne connaît que des identifiants, et un papier n’en montre pas. */
const direManques = (manques: readonly ManqueDit[]): string => {
  const reste = manques.length - manquesAuPlus
  const dits = manques.slice(0, manquesAuPlus).map((m) => `${m.phrase} : ${m.ou}.`)
  return [...dits, ...(reste > 0 ? [`Et ${compter(reste, 'autre')}.`] : [])].join(' ')
}

/** Les données du papier, de A à H. */
const donneesDuPapier = (vue: Vue, papier: OrganismeV1, le: Date, manques: readonly ManqueDit[]): BilanV1 => {
  const { organisme: o, lu, range, dirigeant } = vue
  const { distance } = lu.bpf.lignes.B
  return {
    numero: `BPF ${nomExercice(lu.exercice)}`,
    organisme: papier,
    cerfa: lu.bpf.version,
    exercice: { debut: lu.exercice.debut, fin: lu.exercice.fin },
    echeance: `au plus tard le ${formaterDate(range.echeance.retenue)}`,
    calculeLe: jourLocal(le, ZONE_PAR_DEFAUT),
    bloquants: vue.controles.filter((c) => !c.ok && c.niveau === 'bloquant').length,
    cadres: [
      {
        lettre: 'A',
        titre: 'Identification de l’organisme',
        genre: 'faits',
        cases: [
          fait('Numéro de déclaration', o.nda ? formaterNda(o.nda) : 'pas encore de numéro'),
          fait('Forme juridique', mentionForme(o.forme) || 'à préciser'),
          fait('SIRET', formaterSiret(o.siret)),
          fait('Dénomination', o.nom),
          fait('Adresse', `${o.adresse.replaceAll('\n', ', ')}, ${o.codePostal} ${o.ville}`),
          fait(
            'Accord pour rendre l’adresse publique',
            lu.reglage?.adressePublique == null ? 'à dire' : lu.reglage.adressePublique ? 'oui' : 'non',
          ),
          fait('Contact', [o.telephone, o.courriel].filter(Boolean).join(', ') || 'à compléter'),
        ],
      },
      {
        lettre: 'B',
        titre: 'Informations générales',
        genre: 'faits',
        cases: [
          fait(
            'Exercice comptable',
            `du ${formaterDate(lu.exercice.debut)} au ${formaterDate(lu.exercice.fin)}`,
          ),
          fait(
            'Formations en tout ou partie à distance',
            distance === null ? 'à dire' : distance ? 'oui' : 'non',
          ),
        ],
      },
      ...vue.cadres.filter((k) => k.lettre !== 'B').map(cadreDe),
      {
        lettre: 'H',
        titre: 'Personne ayant la qualité de dirigeant',
        genre: 'faits',
        cases: [fait('Direction', dirigeant ? `${dirigeant.nom}, ${dirigeant.qualite}` : 'à dire')],
      },
    ],
    controles: vue.controles
      .filter((c) => !c.ok)
      .map((c) => ({
        id: c.id,
        niveau: niveaux[c.niveau],
        message: c.id === 'V27' ? direManques(manques) : c.message,
      })),
  }
}

/** Le PDF à recopier. Ce n'est pas une pièce : ni numéro, ni empreinte, ni valeur ; le dépôt figé en a une. */
export const composerPdf = async (
  services: Pick<Services, 'pdf'>,
  vue: Vue,
  papier: OrganismeV1,
  le: Date,
  manques: readonly ManqueDit[],
): Promise<Result<Uint8Array, RefusPdf>> => {
  const rendu = await services.pdf.render({
    gabarit: 'bilan-pedagogique-financier.v1',
    donnees: donneesDuPapier(vue, papier, le, manques) as unknown as Record<string, unknown>,
    emisLe: le,
  })
  return rendu.ok ? ok(rendu.value.pdf) : rendu
}
