/** L’année d’avant d’une CAE : des sessions tenues, émargées, signées et facturées, une demi-journée chacune ou deux. */
import { emettreFacture, preparerFacture } from './factures.ts'
import {
  completerEntreprise,
  courrielDe,
  emettre,
  type Gens,
  inscrire,
  lejour,
  mener,
  ouvrirDossier,
  planifier,
  rendreSignee,
  type Scene,
  signerPourLaMaison,
} from './gestes.ts'
import { ouvrable } from './jours.ts'
import { agirPour } from './les-tisserands-vie.ts'
import { feuillesDe, tenir } from './presences.ts'
import { dernier, type Personne } from './rejouer.ts'

type Passee = {
  /** Combien de jours avant aujourd’hui. */
  readonly dans: number
  readonly anime: string
  readonly enseigne: string
  readonly offre: string
  readonly ou: Readonly<Record<string, string>>
  readonly client: {
    readonly nom: string
    readonly siret: string
    readonly adresse: string
    readonly codePostal: string
    readonly ville: string
  }
  readonly signe: readonly [prenom: string, nom: string, qualite: string]
  readonly prix: string
  readonly gens: Gens
}
type Equipe = { readonly dirige: Personne; readonly vise: Personne; readonly gere: Personne }

/** Une session d’une journée, du dossier à la facture, à ses dates. */
export const tenirAutrefois = async (s: Scene, { dirige, vise, gere }: Equipe, p: Passee): Promise<void> => {
  const jour = ouvrable(s.jour, p.dans)
  s.aller(jour - 28)
  const anime = await s.entrer(p.anime)
  await agirPour(anime, p.enseigne)
  const session = await planifier(
    s,
    anime,
    { offre: p.offre, lieu: '', ...p.ou, formateurId: s.compte(p.anime), formateur: p.anime },
    [
      [jour, '9 h', '12 h 30'],
      [jour, '13 h 30', '17 h'],
    ],
  )
  const [prenom, nom, qualite] = p.signe
  const dossier = await ouvrirDossier(anime, session, {
    acheteur: 'entreprise',
    structure: p.client.nom,
    siret: p.client.siret,
    prenom,
    nom,
    courriel: courrielDe(prenom, nom, 'clients'),
    qualite,
    prix: p.prix,
  })
  await inscrire(anime, dossier, p.gens)
  await completerEntreprise(gere, p.client)
  const convention = await emettre(gere, dossier, 'convention')
  await vise.envoyer(`/visas/${dernier(convention)}`, { geste: 'accorder', motif: '' })
  await signerPourLaMaison(dirige, convention)
  s.aller(jour - 20)
  await rendreSignee(gere, convention, [`${prenom} ${nom}`, qualite], lejour(s, jour - 21))
  await mener(vise, session, 'confirmee')
  const feuilles = await feuillesDe(s, p.anime, session)
  await tenir(s, p.anime, feuilles[0] ?? '', [jour, 540, 750])
  await mener(vise, session, 'en-cours')
  await tenir(s, p.anime, feuilles[1] ?? '', [jour, 810, 1020])
  s.aller(jour + 2)
  await mener(vise, session, 'terminee')
  await emettreFacture(vise, await preparerFacture(vise, dossier))
}

/** Deux journées de l’année d’avant, à Passerelles : les Tisserands, eux, reprennent leur exercice clos d’un autre outil. */
export const deuxJournees = (offre: string, salle: string): readonly Passee[] => [
  {
    dans: -230,
    anime: 'Malik Benslimane',
    enseigne: 'Passerelles',
    offre,
    ou: { salle },
    client: {
      nom: 'Maison des Associations du Trégor',
      siret: '99900018500010',
      adresse: '3 rue des Capucins',
      codePostal: '22300',
      ville: 'Lannion',
    },
    signe: ['Youenn', 'Kermarrec', 'Président'],
    prix: '840',
    gens: [
      ['Zoé', 'Péron'],
      ['Karim', 'Haddad'],
    ],
  },
  {
    dans: -120,
    anime: 'Malik Benslimane',
    enseigne: 'Passerelles',
    offre,
    ou: { salle },
    client: {
      nom: 'Épicerie coopérative du Goëlo',
      siret: '99900019300014',
      adresse: '9 place du Martray',
      codePostal: '22500',
      ville: 'Paimpol',
    },
    signe: ['Nolwenn', 'Abgrall', 'Gérante'],
    prix: '840',
    gens: [
      ['Théo', 'Quiniou'],
      ['Awa', 'Traoré'],
    ],
  },
]
