/**
 * Les appels et les missions de la démonstration : une mission faite et comptée, une personne prêtée au coût, une option tombée, un retrait, un appel qui attend son choix. Un
 * samedi, pour ne heurter aucune séance. Reprise, chaque étape déjà jouée n’est plus offerte par sa page.
 */
import { ajouterJours, type DateCivile, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { chemin, type Personne } from './rejouer.ts'

export type GensDesMissions = {
  readonly maiwenn: Personne
  readonly tom: Personne
  readonly yann: Personne
  readonly salome: Personne
  readonly ousmane: Personne
  readonly marion: Personne
}
const jourMs = 86_400_000
const id = (n: number) => `018f7a00-0000-7000-8000-${String(n).padStart(12, '0')}`
const ecrire = (j: DateCivile) => formaterDate(j, 'chiffres')
const samedi = (j: DateCivile) => ajouterJours(j, 6 - jourSemaine(j))

export const jouerLesMissions = async (
  gens: GensDesMissions,
  pole: string,
  maintenant: Date,
  regler: (quand: Date) => void,
  liberer: () => Promise<void>,
  /** Les pièces de qui reçoit, puis celles de qui prête : chaque coopérative garde les siennes. */
  signerParLiens: Readonly<
    Record<'langueEtLien' | 'atelier', (piece: string, dit?: { exemplaire?: boolean }) => Promise<void>>
  >,
): Promise<{ readonly cpf: string; readonly jourCpf: DateCivile }> => {
  const a = (jours: number) => regler(new Date(maintenant.getTime() + jours * jourMs))
  const jour = (jours: number) => ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), jours)

  const publier = async (qui: Personne, n: number, dit: Record<string, string>) =>
    chemin(
      await qui.envoyer('/vivier/appels/nouveau', {
        _jeton: id(n),
        pole,
        publics: '',
        stagiaires: '',
        attendus: '',
        exigences: '',
        jours2: '',
        jours3: '',
        debut: '9 h 30',
        fin: '16 h 30',
        dirige: 'envoyeur',
        payeur: 'entreprise',
        prix: 'a-proposer',
        min: '',
        max: '',
        vu: 'pole',
        ...dit,
      }),
    )
  const repondre = async (qui: Personne, appel: string, dit: Record<string, string | readonly string[]>) => {
    const fiche = /<option value="([0-9a-f-]{36})"[^>]*>[^<]*\(moi\)/.exec(await qui.lire(appel))?.[1]
    if (fiche) await qui.envoyer(`${appel}/repondre`, { fiche, part: 'tout', message: '', ...dit })
  }
  const choisir = async (qui: Personne, appel: string, rang: string, forme: string): Promise<string> => {
    const page = await qui.lire(appel)
    const deja = /href="(\/vivier\/missions\/[0-9a-f-]{36})"/.exec(page)?.[1]
    const reponse = /name="reponse" value="([0-9a-f-]{36})"/.exec(page)?.[1]
    if (deja || !reponse) return deja ?? ''
    return chemin(await qui.envoyer(`${appel}/choisir`, { reponse, rang, forme }))
  }
  const viser = async (qui: Personne, mission: string) => {
    if ((await qui.lire(mission)).includes(`${mission}/viser`))
      await qui.envoyer(`${mission}/viser`, { qui: 'coop', oui: 'oui', motif: '' })
  }
  // Qui reçoit lit la pièce ; chaque direction signe par le lien qu’elle a reçu.
  const signer = async (
    qui: Personne,
    ou: string,
    chez: keyof typeof signerParLiens,
    dit?: { exemplaire?: boolean },
  ) => {
    const piece = /href="\/documents\/([0-9a-f-]{36})"/.exec(await qui.lire(ou))?.[1]
    if (piece) await signerParLiens[chez](piece, dit)
  }
  // La personne, et elle seule, remet ce que sa coopérative tient d’elle ; qui la reçoit l’ouvre, et cela se note.
  const remettre = async (elle: Personne, mission: string, jusque: DateCivile) => {
    const sien = await elle.lire(mission)
    const pieces = [...sien.matchAll(/name="pieces"[^>]*value="([^"]+)"/g)].map(([, cle]) => cle ?? '')
    if (sien.includes(`${mission}/remettre`) && pieces.length > 0)
      await elle.envoyer(`${mission}/remettre`, {
        version: '1',
        pieces,
        jusque: ecrire(jusque),
        accord: 'on',
      })
  }
  const ouvrir = async (qui: Personne, mission: string) => {
    const dossier = /href="(\/vivier\/missions\/[0-9a-f-]{36}\/dossiers\/[0-9a-f-]{36})"/.exec(
      await qui.lire(mission),
    )?.[1]
    if (dossier) await qui.lire(dossier)
  }

  // Une mission menée à son terme : Salomé, entrepreneure salariée des Tisserands, chez Langue & Lien.
  a(-70)
  const outils = await publier(gens.maiwenn, 1, {
    objet: 'Un samedi d’outils libres pour qui enseigne une langue',
    publics: 'formatrices et formateurs',
    stagiaires: '8',
    lieu: 'Salle Duras, Rennes',
    attendus: 'Un recueil publié par le groupe, et de quoi recommencer sans vous.',
    jours1: ecrire(samedi(jour(-44))),
    jours2: ecrire(samedi(jour(-37))),
    jusque: ecrire(jour(-60)),
  })
  a(-65)
  await repondre(gens.salome, outils, {
    rangs: ['1', '2'],
    prix: '620',
    statut: 'cesa',
    message:
      'Je l’ai fait trois fois à Brest. Il me faut une salle avec des postes, ou que chacune vienne avec le sien.',
  })
  a(-59)
  const faite = await choisir(gens.maiwenn, outils, '1', 'sous-traitance-cae')
  a(-58)
  await viser(gens.yann, faite)
  a(-57)
  if ((await gens.maiwenn.lire(faite)).includes(`${faite}/etablir`))
    await gens.maiwenn.envoyer(`${faite}/etablir`, {})
  a(-56)
  await signer(gens.maiwenn, faite, 'langueEtLien')
  // Qui reçoit demande son dossier : sans lui, la session ne se confirmerait pas.
  a(-55)
  if ((await gens.maiwenn.lire(faite)).includes(`${faite}/demander`))
    await gens.maiwenn.envoyer(`${faite}/demander`, {})
  a(-54)
  await remettre(gens.salome, faite, ajouterJours(samedi(jour(-44)), 1095))
  a(-50)
  await ouvrir(gens.maiwenn, faite)
  a(-2)
  for (const qui of [gens.maiwenn, gens.yann])
    if ((await qui.lire(faite)).includes(`${faite}/constater`))
      await qui.envoyer(`${faite}/constater`, { duree: '7 h', montant: '620', taux: '0' })
  if ((await gens.maiwenn.lire(outils)).includes(`${outils}/clore`))
    await gens.maiwenn.envoyer(`${outils}/clore`, { issue: 'pourvu' })

  // Une personne prêtée au coût : Tom, salarié de Langue & Lien, un samedi à L’Atelier des savoirs, qui le dirige.
  a(-49)
  const renfort = await publier(gens.marion, 5, {
    objet: 'L’anglais des fiches de sécurité, à l’atelier',
    publics: 'menuisières et menuisiers en reconversion',
    stagiaires: '9',
    lieu: 'L’atelier, Nantes',
    dirige: 'receveur',
    jours1: ecrire(samedi(jour(-30))),
    jusque: ecrire(jour(-45)),
  })
  a(-47)
  await repondre(gens.tom, renfort, { rangs: '1', prix: '215', cout: 'on', statut: 'salarie' })
  a(-46)
  const pretee = await choisir(gens.marion, renfort, '1', 'pret')
  if ((await gens.tom.lire(pretee)).includes(`${pretee}/viser`))
    await gens.tom.envoyer(`${pretee}/viser`, { qui: 'personne', oui: 'oui', motif: '' })
  a(-45)
  await viser(gens.maiwenn, pretee)
  if ((await gens.marion.lire(pretee)).includes(`${pretee}/etablir`))
    await gens.marion.envoyer(`${pretee}/etablir`, {
      qualification: 'Formateur, niveau D',
      calcul: 'Le salaire brut de la journée, les charges de la coopérative, le train ; rien de plus.',
    })
  a(-44)
  await signer(gens.marion, pretee, 'atelier')
  if ((await gens.maiwenn.lire(pretee)).includes(`${pretee}/avenant`))
    await gens.maiwenn.envoyer(`${pretee}/avenant`, {})
  await signer(gens.maiwenn, '/documents?genre=avenant-de-pret', 'langueEtLien')
  a(-40)
  await remettre(gens.tom, pretee, ajouterJours(samedi(jour(-30)), 1095))
  a(-38)
  await ouvrir(gens.marion, pretee)
  a(-21)
  for (const qui of [gens.marion, gens.maiwenn])
    if ((await qui.lire(pretee)).includes(`${pretee}/constater`))
      await qui.envoyer(`${pretee}/constater`, {
        duree: '6 h',
        montant: '',
        salaire: '128',
        charges: '55',
        frais: '32',
        taux: '2000',
      })
  if ((await gens.maiwenn.lire(pretee)).includes(`${pretee}/facturer`))
    await gens.maiwenn.envoyer(`${pretee}/facturer`, {})

  // Une option que personne n’a visée à temps : elle est tombée seule.
  a(-50)
  const sol = await publier(gens.maiwenn, 2, {
    objet: 'Le vocabulaire d’une ferme, sur place',
    lieu: 'Lorient, une ferme du réseau',
    jours1: ecrire(samedi(jour(40))),
    jusque: ecrire(jour(-40)),
  })
  a(-45)
  await repondre(gens.ousmane, sol, { rangs: '1', prix: '540', statut: 'salarie' })
  a(-39)
  await choisir(gens.maiwenn, sol, '1', 'sous-traitance')

  // Un retrait : Tom, que L’Atelier des savoirs avait retenu.
  a(-25)
  const chantier = await publier(gens.marion, 3, {
    objet: 'Une journée d’anglais de chantier',
    publics: 'menuisières et menuisiers en reconversion',
    lieu: 'L’atelier, Nantes',
    prix: 'fourchette',
    min: '450',
    max: '650',
    jours1: ecrire(samedi(jour(26))),
    jusque: ecrire(jour(-15)),
  })
  a(-20)
  await repondre(gens.tom, chantier, { rangs: '1', prix: '560', statut: 'salarie' })
  a(-14)
  const retiree = await choisir(gens.marion, chantier, '1', 'sous-traitance')
  await viser(gens.maiwenn, retiree)
  a(-10)
  if ((await gens.tom.lire(retiree)).includes(`${retiree}/quitter`))
    await gens.tom.envoyer(`${retiree}/quitter`, { motif: 'Une opération est avancée à cette semaine-là.' })

  // Payée par le CPF : le contrat porte les clauses de R6333-6-2, et la page suit les 80 %.
  a(-13)
  const jourCpf = samedi(jour(19))
  const parCpf = await publier(gens.maiwenn, 6, {
    objet: 'Français langue étrangère, niveau A2 : un samedi d’outils libres, au CPF',
    publics: 'salariées et salariés qui apprennent le français',
    stagiaires: '8',
    lieu: 'Salle du Scorff, Lorient',
    payeur: 'cpf',
    jours1: ecrire(jourCpf),
    jusque: ecrire(jour(-8)),
  })
  await repondre(gens.salome, parCpf, { rangs: '1', prix: '580', statut: 'cesa' })
  a(-12)
  const cpf = await choisir(gens.maiwenn, parCpf, '1', 'sous-traitance-cae')
  await viser(gens.yann, cpf)
  if ((await gens.maiwenn.lire(cpf)).includes(`${cpf}/etablir`))
    await gens.maiwenn.envoyer(`${cpf}/etablir`, {})
  await signer(gens.maiwenn, cpf, 'langueEtLien', { exemplaire: true })

  // Un appel à choisir : deux réponses, dont l’une a déjà eu une journée.
  a(-12)
  const recueil = await publier(gens.maiwenn, 4, {
    objet: 'Publier un recueil d’apprenantes, à plusieurs',
    publics: 'apprenantes en français',
    stagiaires: '10',
    lieu: 'Salle Duras, Rennes',
    exigences: 'Avoir déjà mené un atelier d’écriture.',
    jours1: ecrire(samedi(jour(33))),
    jours2: ecrire(samedi(jour(47))),
    jusque: ecrire(jour(6)),
  })
  a(-8)
  await repondre(gens.salome, recueil, {
    rangs: ['1', '2'],
    prix: '620',
    statut: 'cesa',
    message: 'Avec plaisir ; la seconde date me va mieux.',
  })
  await repondre(gens.ousmane, recueil, { rangs: '2', part: 'appui', prix: '300', statut: 'salarie' })
  regler(maintenant)
  await liberer()
  return { cpf, jourCpf }
}
