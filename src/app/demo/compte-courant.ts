/**
 * Une année du compte courant du pôle : des salles, des journées, du matériel, chaque écriture accordée des deux à son jour ; un désaccord,
 * une option qui expire, une proposition retirée, un arrêté compensé. Les identifiants sont fixes : la reprise ne double rien.
 */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Personne } from './rejouer.ts'

const id = (n: number): string => `018f4a00-7000-7000-8000-${String(n).padStart(12, '0')}`

export type PoleQuiPrete = {
  readonly pole: string
  /** La décision close qui dit le plafond. */
  readonly decision: string
  /** Qui anime d’abord, puis les autres, dans l’ordre de `noms`. */
  readonly gens: readonly Personne[]
  readonly noms: readonly string[]
  readonly maintenant: Date
  readonly regler: (quand: Date) => void
  /** La tâche de fond : ce qui est échu se libère. */
  readonly liberer: () => Promise<void>
}

type Echange = {
  readonly n: number
  /** Jours avant aujourd’hui. */
  readonly avant: number
  readonly de: number
  readonly vers: number
  readonly fait: string
  readonly libelle: string
  readonly montant: string
  readonly piece?: string
  /** Retenu jusqu’à tant de jours avant aujourd’hui (négatif : à venir). */
  readonly jusque?: number
  readonly suite?: 'accorder' | 'retirer'
}
const [langue, tisserands, terre, savoirs] = [0, 1, 2, 3] as const
const echanges: readonly Echange[] = [
  {
    n: 900,
    avant: 300,
    de: tisserands,
    vers: langue,
    fait: 'salle',
    libelle: 'Grand atelier, trois journées',
    montant: '360',
    suite: 'accorder',
  },
  {
    n: 901,
    avant: 262,
    de: langue,
    vers: savoirs,
    fait: 'salle',
    libelle: 'Salle Duras, quatre demi-journées',
    montant: '180',
    piece: 'facture du mois',
    suite: 'accorder',
  },
  {
    n: 902,
    avant: 225,
    de: langue,
    vers: terre,
    fait: 'mission',
    libelle: 'Deux journées d’intervention, prêt au coût',
    montant: '636,80',
    piece: 'convention et décompte',
    suite: 'accorder',
  },
  {
    n: 903,
    avant: 190,
    de: terre,
    vers: savoirs,
    fait: 'salle',
    libelle: 'Ferme-école, deux journées',
    montant: '564',
    suite: 'accorder',
  },
  {
    n: 904,
    avant: 150,
    de: savoirs,
    vers: tisserands,
    fait: 'mission',
    libelle: 'Une journée d’intervention, prêt au coût',
    montant: '298',
    piece: 'convention et décompte',
    suite: 'accorder',
  },
  {
    n: 905,
    avant: 120,
    de: terre,
    vers: langue,
    fait: 'salle',
    libelle: 'Ferme-école, une journée',
    montant: '282',
    suite: 'accorder',
  },
  {
    n: 906,
    avant: 95,
    de: tisserands,
    vers: savoirs,
    fait: 'salle',
    libelle: 'Studio, cinq journées',
    montant: '400',
    suite: 'accorder',
  },
  {
    n: 907,
    avant: 60,
    de: terre,
    vers: tisserands,
    fait: 'materiel',
    libelle: 'Vidéoprojecteur, trois jours',
    montant: '45',
    suite: 'accorder',
  },
  {
    n: 908,
    avant: 52,
    de: savoirs,
    vers: langue,
    fait: 'salle',
    libelle: 'Salle de Nantes, une journée retenue',
    montant: '120',
    jusque: 35,
    suite: 'accorder',
  },
  {
    n: 909,
    avant: 30,
    de: langue,
    vers: tisserands,
    fait: 'formation',
    libelle: 'Une place en formation de formateurs',
    montant: '240',
    suite: 'retirer',
  },
  {
    n: 910,
    avant: 18,
    de: langue,
    vers: savoirs,
    fait: 'mission',
    libelle: 'Deux journées d’audit croisé, prêt au coût',
    montant: '644,80',
    jusque: -40,
    suite: 'accorder',
  },
  {
    n: 911,
    avant: 6,
    de: langue,
    vers: savoirs,
    fait: 'salle',
    libelle: 'Salle Duras, deux demi-journées',
    montant: '90',
  },
  {
    n: 912,
    avant: 4,
    de: terre,
    vers: langue,
    fait: 'materiel',
    libelle: 'Douze ordinateurs, un jour',
    montant: '60',
  },
]

export const tenirLeCompteCourant = async (s: PoleQuiPrete): Promise<void> => {
  const ici = `/comptes-courants/${s.pole}`
  const aujourdhui = jourLocal(s.maintenant, ZONE_PAR_DEFAUT)
  const jour = (avant: number): DateCivile => ajouterJours(aujourdhui, -avant)
  const aller = (avant: number, minutes = 10 * 60) =>
    s.regler(instantDe(jour(avant), minutes, ZONE_PAR_DEFAUT).instant)
  const qui = (i: number): Personne => {
    const p = s.gens[i]
    if (!p) throw new Error('Une coopérative manque au compte courant.')
    return p
  }
  const [anime] = s.gens
  if (!anime) return
  aller(320)
  await anime.envoyer(`${ici}/regler`, { _jeton: id(890), plafond: '1500', decision: s.decision })
  for (const p of s.gens) {
    await p.envoyer(`${ici}/ouvrir`, {})
    await p.envoyer(`${ici}/montrer`, {})
  }
  for (const e of echanges) {
    aller(e.avant)
    const page = await qui(e.de).lire(`${ici}/noter`)
    const avec = new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>${s.noms[e.vers]}<`).exec(page)?.[1] ?? ''
    await qui(e.de).envoyer(`${ici}/noter`, {
      _jeton: id(e.n),
      sens: 'donne',
      avec,
      fait: e.fait,
      libelle: e.libelle,
      jour: formaterDate(jour(e.avant + 1), 'chiffres'),
      montant: e.montant,
      piece: e.piece ?? '',
      quand: e.jusque === undefined ? 'passe' : 'attente',
      echeance: e.jusque === undefined ? '' : formaterDate(jour(e.jusque), 'chiffres'),
    })
    if (!e.suite) continue
    aller(e.avant, 15 * 60)
    await qui(e.suite === 'retirer' ? e.de : e.vers).envoyer(`${ici}/${e.suite}`, { proposition: id(e.n) })
    // L’arrêté du printemps : toutes signent, les virements se font dans la semaine.
    if (e.n === 903) await arreterLePrintemps()
  }
  aller(58)
  await qui(tisserands).envoyer(`${ici}/lignes/${id(907)}/contester`, {
    motif: 'Le projecteur est reparti le premier jour : une journée, pas trois.',
  })
  s.regler(s.maintenant)
  await s.liberer()

  async function arreterLePrintemps(): Promise<void> {
    aller(180)
    await anime?.envoyer(`${ici}/arreter`, { _jeton: id(891), au: formaterDate(jour(181), 'chiffres') })
    for (const p of s.gens) await p.envoyer(`${ici}/signer`, { arrete: id(891) })
    aller(175)
    await anime?.envoyer(`${ici}/compenser`, { arrete: id(891) })
    aller(170)
    for (const p of s.gens) {
      const page = await p.lire(ici)
      for (const [, montant = '', ligne] of page.matchAll(
        /<b>Confirmer<\/b> ([\d\s\u00a0\u202f,]+)[^<]*<\/h3>[\s\S]*?lignes\/([0-9a-f-]{36})/g,
      ))
        await p.envoyer(`${ici}/lignes/${ligne}/passer`, { montant: montant.replace(/[^\d,]/g, '') })
    }
  }
}
