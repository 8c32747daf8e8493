/** Ce que la norme demande et que le dossier n’a pas, dit avant d’écrire, champ par champ : une liste, jamais une exception. */
import { centimes } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { totaliser } from '../totaux.ts'
import type { AdresseAEcrire, FactureAEcrire } from './a-ecrire.ts'

/** `champ` : son chemin dans la facture ; `ou` : la page où il se répare. */
export type RefusDeChamp = Refus & {
  readonly champ: string
  readonly ou: 'cooperative' | 'reglages' | 'acheteur' | 'facture'
}

const dire = (champ: string, ou: RefusDeChamp['ou'], code: string, phrase: string): RefusDeChamp => ({
  ...refus(code, phrase),
  champ,
  ou,
})

const numeroAdmis = (n: string) => /^[A-Za-z0-9+\-_/]{1,35}$/.test(n)
const estJour = (t: string): boolean => {
  const d = new Date(`${t}T00:00:00Z`)
  return /^20\d\d-\d\d-\d\d$/.test(t) && !Number.isNaN(d.getTime()) && d.toISOString().startsWith(t)
}
const estSiren = (t: string | undefined) => t !== undefined && /^\d{9}$/.test(t)
const siretTenu = (siret: string | undefined, siren: string | undefined) =>
  siret === undefined || (/^\d{14}$/.test(siret) && siret.slice(0, 9) === siren)
const estTva = (t: string) => /^[A-Z]{2}[A-Z0-9]{2,13}$/.test(t.replaceAll(/\s/g, ''))
const adresseAdmise = (a: { readonly schema: string; readonly id: string }) =>
  a.id !== '' &&
  a.id.length <= 125 &&
  a.schema !== '' &&
  (a.schema !== '0225' || /^[A-Za-z0-9+\-_.]+$/.test(a.id))

const adresse = (champ: string, ou: RefusDeChamp['ou'], qui: string, a: AdresseAEcrire): RefusDeChamp[] => [
  ...(/^[A-Z]{2}$/.test(a.pays)
    ? []
    : [
        dire(
          `${champ}.pays`,
          ou,
          'pays-absent',
          `Le pays ${qui} n’est pas dit : deux lettres, FR pour la France (BT-40, BT-55).`,
        ),
      ]),
  ...(a.ville.trim() === '' || a.lignes.every((l) => l.trim() === '')
    ? [dire(champ, ou, 'adresse-absente', `L’adresse ${qui} n’est pas complète : rue et ville.`)]
    : []),
]

const duVendeur = ({ vendeur: v }: FactureAEcrire): RefusDeChamp[] => [
  ...(v.nom.trim() === ''
    ? [dire('vendeur.nom', 'cooperative', 'nom-absent', 'La coopérative n’a pas de nom (BT-27).')]
    : []),
  ...(estSiren(v.siren)
    ? []
    : [
        dire(
          'vendeur.siren',
          'cooperative',
          'siren-absent',
          'Le SIREN de la coopérative n’est pas dit : neuf chiffres (BT-30).',
        ),
      ]),
  ...(siretTenu(v.siret, v.siren)
    ? []
    : [
        dire(
          'vendeur.siret',
          'cooperative',
          'siret-incoherent',
          'Le SIRET de la coopérative a quatorze chiffres et commence par son SIREN (BT-29).',
        ),
      ]),
  ...(v.tva === undefined || estTva(v.tva)
    ? []
    : [
        dire(
          'vendeur.tva',
          'cooperative',
          'tva-illisible',
          'Le numéro de TVA de la coopérative commence par son pays : FR21999120470 (BT-31).',
        ),
      ]),
  ...adresse('vendeur.adresse', 'cooperative', 'de la coopérative', v.adresse),
  ...(v.adresseElectronique === undefined || adresseAdmise(v.adresseElectronique)
    ? []
    : [
        dire(
          'vendeur.adresseElectronique',
          'cooperative',
          'adresse-electronique',
          'L’adresse électronique de la coopérative n’a pas la forme attendue (BT-34).',
        ),
      ]),
]

const deLAcheteur = ({ acheteur: a, lignes }: FactureAEcrire): RefusDeChamp[] => {
  const francais = a.adresse.pays === 'FR'
  const autoliquide = lignes.some((l) => l.sansTaxe === 'service-union' || l.sansTaxe === 'bien-union')
  return [
    ...(a.nom.trim() === ''
      ? [dire('acheteur.nom', 'acheteur', 'nom-absent', 'Qui achète n’est pas nommé (BT-44).')]
      : []),
    ...adresse('acheteur.adresse', 'acheteur', 'de qui achète', a.adresse),
    ...(a.professionnel && francais && !estSiren(a.siren)
      ? [
          dire(
            'acheteur.siren',
            'acheteur',
            'siren-absent',
            'Le SIREN de qui achète n’est pas dit : neuf chiffres (BT-47).',
          ),
        ]
      : []),
    ...(a.siren !== undefined && !(a.professionnel && francais) && !estSiren(a.siren)
      ? [dire('acheteur.siren', 'acheteur', 'siren-illisible', 'Un SIREN a neuf chiffres (BT-47).')]
      : []),
    ...(siretTenu(a.siret, a.siren)
      ? []
      : [
          dire(
            'acheteur.siret',
            'acheteur',
            'siret-incoherent',
            'Le SIRET de qui achète a quatorze chiffres et commence par son SIREN (BT-46).',
          ),
        ]),
    ...(a.adresseElectronique === undefined
      ? a.siren === undefined
        ? [
            dire(
              'acheteur.adresseElectronique',
              'acheteur',
              'adresse-electronique',
              'L’adresse électronique de qui achète n’est pas dite : son SIREN, ou un courriel pour qui n’en a pas (BT-49).',
            ),
          ]
        : []
      : adresseAdmise(a.adresseElectronique) &&
          (!(a.professionnel && francais) ||
            (a.adresseElectronique.schema === '0225' && a.adresseElectronique.id.startsWith(a.siren ?? '')))
        ? []
        : [
            dire(
              'acheteur.adresseElectronique',
              'acheteur',
              'adresse-electronique',
              'Entre entreprises, l’adresse électronique de qui achète est de schéma 0225 et commence par son SIREN (BT-49).',
            ),
          ]),
    ...(a.tva !== undefined && !estTva(a.tva)
      ? [
          dire(
            'acheteur.tva',
            'acheteur',
            'tva-illisible',
            'Le numéro de TVA de qui achète commence par son pays (BT-48).',
          ),
        ]
      : []),
    ...(autoliquide && a.tva === undefined
      ? [
          dire(
            'acheteur.tva',
            'acheteur',
            'tva-intra-absente',
            'Un professionnel d’un autre État membre dit son numéro de TVA (BT-48).',
          ),
        ]
      : []),
    ...(autoliquide && (francais || !a.professionnel)
      ? [
          dire(
            'lignes',
            'facture',
            'autoliquidation',
            'L’autoliquidation ne vaut que pour un professionnel établi dans un autre État membre.',
          ),
        ]
      : []),
  ]
}

const dates = (f: FactureAEcrire): RefusDeChamp[] => {
  const citees = [...(f.corrige ? [f.corrige] : []), ...(f.acomptes ?? [])]
  return [
    ...(estJour(f.emiseLe)
      ? []
      : [dire('emiseLe', 'facture', 'date', 'La date d’émission n’est pas un jour de 2000 à 2099 (BT-2).')]),
    ...([f.echeance, f.periode?.du, f.periode?.au, f.payeeLe].some((j) => j !== undefined && !estJour(j))
      ? [
          dire(
            'echeance',
            'facture',
            'date',
            'Une date n’est pas un jour de 2000 à 2099 (BT-9, BT-73, BT-74).',
          ),
        ]
      : []),
    ...(f.genre === 'facture' && f.payeeLe === undefined && f.echeance !== undefined && f.echeance < f.emiseLe
      ? [
          dire(
            'echeance',
            'facture',
            'echeance-passee',
            'L’échéance est avant la facture : seul un acompte, ou une facture déjà payée, le peut (BT-9).',
          ),
        ]
      : []),
    ...(f.periode && f.periode.au < f.periode.du
      ? [dire('periode', 'facture', 'periode', 'La période finit avant d’avoir commencé (BT-73, BT-74).')]
      : []),
    ...(citees.some((c) => !numeroAdmis(c.numero) || !estJour(c.emiseLe))
      ? [
          dire(
            'corrige',
            'facture',
            'facture-citee',
            'Une facture citée l’est par son numéro et sa date (BT-25, BT-26).',
          ),
        ]
      : []),
    ...(f.genre === 'avoir' && f.corrige === undefined
      ? [dire('corrige', 'facture', 'avoir-sans-facture', 'Un avoir cite la facture qu’il diminue (BT-25).')]
      : []),
  ]
}

const lignes = (f: FactureAEcrire): RefusDeChamp[] => {
  const totaux = totaliser(f.lignes.map((l) => ({ montant: centimes(l.montant), taux: l.taux })))
  const motifs = new Set(f.lignes.flatMap((l) => (l.taux === 0 ? [l.sansTaxe ?? 'aucun'] : ['taxee'])))
  return [
    ...(f.lignes.length === 0
      ? [dire('lignes', 'facture', 'sans-ligne', 'Une facture a au moins une ligne (BG-25).')]
      : []),
    ...f.lignes.flatMap((l, i) => [
      ...(l.libelle.trim() === ''
        ? [
            dire(
              `lignes[${i}].libelle`,
              'facture',
              'libelle-absent',
              'Une ligne dit ce qu’elle facture (BT-153).',
            ),
          ]
        : []),
      ...((l.taux === 0) === (l.sansTaxe !== undefined)
        ? []
        : [
            dire(
              `lignes[${i}].sansTaxe`,
              'facture',
              'motif-sans-taxe',
              'Une ligne sans taxe dit pourquoi, une ligne taxée non (BT-121).',
            ),
          ]),
      ...(tauxFrancais.has(l.taux)
        ? []
        : [dire(`lignes[${i}].taux`, 'facture', 'taux', 'Ce taux n’est pas un taux français (BT-152).')]),
    ]),
    ...(motifs.size > 1 && horsDuChamp.some((m) => motifs.has(m))
      ? [
          dire(
            'lignes',
            'facture',
            'hors-champ-mele',
            'Ce qui est hors du champ de la TVA (un dédit, ce qui n’est pas taxé en Guyane ou à Mayotte, un service rendu hors de l’Union) a sa propre facture : la norme ne le mêle à rien d’autre (BR-O-11).',
          ),
        ]
      : []),
    ...(motifs.has('formation') && motifs.has('franchise')
      ? [
          dire(
            'lignes',
            'facture',
            'deux-exonerations',
            'Deux motifs d’exonération ne tiennent pas sur une facture : la norme n’en a qu’une ligne (BR-E-01).',
          ),
        ]
      : []),
    ...(f.lignes.length > 0 &&
    (totaux.ht !== f.totaux.ht || totaux.tva !== f.totaux.tva || totaux.ttc !== f.totaux.ttc)
      ? [
          dire(
            'totaux',
            'facture',
            'totaux',
            'Les totaux du papier ne sont pas la somme des lignes : la facture électronique dirait autre chose.',
          ),
        ]
      : []),
  ]
}
/** Ce que la facture électronique range hors du champ (catégorie O, `ecrire-cii.ts`). */
const horsDuChamp = ['dedit', 'territoire', 'service-ailleurs'] as const
const tauxFrancais = new Set([0, 90, 105, 175, 210, 550, 700, 850, 920, 960, 1000, 1300, 1960, 2000, 2060])

const reglement = (f: FactureAEcrire): RefusDeChamp[] => {
  const r = f.reglement
  if (f.genre === 'avoir' || f.totaux.ttc <= 0) return []
  return [
    ...(r?.moyen === 'virement' && (r.iban ?? '').trim() === ''
      ? [
          dire(
            'reglement.iban',
            'reglages',
            'iban-absent',
            'Un virement demande l’IBAN de la coopérative (BT-84).',
          ),
        ]
      : []),
    ...(f.acheteur.professionnel && !r?.penalites
      ? [
          dire(
            'reglement.penalites',
            'reglages',
            'penalites-absentes',
            'Le taux des pénalités de retard n’est pas dit (note PMD ; C. com., L441-9).',
          ),
        ]
      : []),
    ...(f.acheteur.professionnel && r?.indemnite === undefined
      ? [
          dire(
            'reglement.indemnite',
            'reglages',
            'indemnite-absente',
            'L’indemnité de recouvrement n’est pas dite (note PMT ; C. com., D441-5).',
          ),
        ]
      : []),
    ...(r?.escompte
      ? []
      : [
          dire(
            'reglement.escompte',
            'reglages',
            'escompte-absent',
            'L’escompte, ou son absence, n’est pas dit (note AAB ; C. com., L441-9).',
          ),
        ]),
  ]
}

/** Tout ce qui manque, ensemble ; vide : la facture peut s’écrire. */
export const refusAvantCii = (f: FactureAEcrire): readonly RefusDeChamp[] => [
  ...(numeroAdmis(f.numero)
    ? []
    : [
        dire(
          'numero',
          'facture',
          'numero',
          'Le numéro a trente-cinq signes au plus : lettres, chiffres et + - _ / (BT-1).',
        ),
      ]),
  ...duVendeur(f),
  ...deLAcheteur(f),
  ...dates(f),
  ...lignes(f),
  ...reglement(f),
]
