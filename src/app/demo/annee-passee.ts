/** L’année d’avant d’une CAE : des sessions tenues, émargées, signées, visées et facturées, chaque pas à son jour. */
import { demanderVisa, emettreFacture, preparerFacture, recevoir } from './factures.ts'
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
import { agirPour, demanderMission } from './les-tisserands-vie.ts'
import { feuillesDe, signerALaTablette, tenir } from './presences.ts'
import { champsDe, chemin, dernier } from './rejouer.ts'

export type Client = {
  readonly nom: string
  readonly siret: string
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly signe: readonly [prenom: string, nom: string, qualite: string]
}
type Tenue = { readonly session: string; readonly dossier: string; facture: string }
export type Passee = {
  /** Combien de jours avant aujourd’hui (négatif). */
  readonly dans: number
  readonly anime: string
  /** Qui tient la session de son compte ; à défaut, qui l’anime. Sans compte, sa feuille est tenue par qui prépare la session. */
  readonly tient?: string
  readonly enseigne: string
  readonly offre: string
  readonly ou: Readonly<Record<string, string>>
  readonly client: Client
  readonly prix: string
  readonly gens: Gens
  /** Une demi-journée : l’après-midi seulement. */
  readonly demi?: boolean
  /** Combien de jours la convention attend son visa. */
  readonly visa?: number
  /** Combien de jours après la fin la facture est payée. */
  readonly payee?: number
  /** Les certificats sont émis. */
  readonly certifiee?: boolean
  /** La convention revient signée, et se numérise ; sans quoi la personne qui prépare ne fait que dire le jour où elle l’a été. */
  readonly papier?: boolean
  /** Une facture au mauvais destinataire : rendue en entier pour ce motif, puis refaite. */
  readonly refaite?: string
  /** Laissée en plan : la feuille n’est pas close, la session ne se termine pas, rien n’est certifié ni facturé. */
  readonly laissee?: boolean
  /** Ce que l’on fait de plus, tant de jours après (ou avant) la session ; rien de sa facture avant le cinquième. */
  readonly suites?: readonly (readonly [ecart: number, faire: (t: Tenue) => Promise<unknown>])[]
}
/** Les noms de qui signe, vise et prépare : poser une tablette ferme une connexion, chacun rentre donc à chaque pas. */
type Equipe = { readonly dirige: string; readonly vise: string; readonly gere: string }

/** Un pas du récit, à son jour. `tard` : il se joue après les autres du même jour, car il fait avancer l’heure. */
export type Pas = { readonly ecart: number; readonly tard?: boolean; readonly faire: () => Promise<unknown> }

/** Les pas de plusieurs sessions s’entremêlent : chacun à son jour, jamais en arrière. */
export const jouerLesPas = async (s: Scene, pas: readonly Pas[]): Promise<void> => {
  for (const p of pas.toSorted(
    (a, b) => a.ecart - b.ecart || Number(a.tard ?? false) - Number(b.tard ?? false),
  )) {
    if (!p.tard) s.aller(p.ecart)
    await p.faire()
  }
}

/** Une session, du dossier à la facture payée : ses pas, à leurs dates. */
export const pasDAutrefois = (
  s: Scene,
  { dirige, vise, gere }: Equipe,
  p: Passee,
  deja: Set<string>,
): readonly Pas[] => {
  const jour = ouvrable(s.jour, p.dans)
  const qui = p.tient ?? p.anime
  const [prenom, nom, qualite] = p.client.signe
  const lu = { session: '', dossier: '', facture: '', convention: '', projet: '' }
  const compte = qui === p.anime ? { formateurId: s.compte(p.anime) } : {}
  const preparer = async () => {
    const elle = await s.entrer(qui)
    await agirPour(elle, p.enseigne)
    lu.session = await planifier(
      s,
      elle,
      { offre: p.offre, lieu: '', ...p.ou, ...compte, formateur: p.anime },
      [...(p.demi ? [] : ([[jour, '9 h', '12 h 30']] as const)), [jour, '13 h 30', '17 h']],
    )
    lu.dossier = await ouvrirDossier(elle, lu.session, {
      acheteur: 'entreprise',
      structure: p.client.nom,
      siret: p.client.siret,
      prenom,
      nom,
      courriel: courrielDe(prenom, nom, 'clients'),
      qualite,
      prix: p.prix,
    })
    await inscrire(elle, lu.dossier, p.gens)
    if (!deja.has(p.client.siret)) {
      deja.add(p.client.siret)
      const { signe: _, ...fiche } = p.client
      await completerEntreprise(await s.entrer(gere), fiche)
    }
    lu.convention = await emettre(await s.entrer(gere), lu.dossier, 'convention')
  }
  const viser = async () => {
    await (await s.entrer(vise)).envoyer(`/visas/${dernier(lu.convention)}`, { geste: 'accorder', motif: '' })
    await signerPourLaMaison(await s.entrer(dirige), lu.convention)
  }
  const confirmer = async () => {
    const prepare = await s.entrer(gere)
    const le = lejour(s, jour - 21)
    if (p.papier) await rendreSignee(prepare, lu.convention, [`${prenom} ${nom}`, qualite], le)
    else await prepare.envoyer(lu.dossier, { quoi: 'signature', jour: le })
    await mener(await s.entrer(vise), lu.session, 'confirmee')
  }
  const animer = async () => {
    const feuilles = await feuillesDe(s, qui, lu.session)
    if (!p.demi) await tenir(s, qui, feuilles[0] ?? '', [jour, 540, 750])
    const derniere = feuilles.at(-1) ?? ''
    if (p.laissee) await signerALaTablette(s, qui, derniere, { ecart: jour, debut: 810 })
    else await tenir(s, qui, derniere, [jour, 810, 1020])
    await mener(await s.entrer(vise), lu.session, 'en-cours')
  }
  const finir = async () => {
    if (p.laissee) return
    await mener(await s.entrer(vise), lu.session, 'terminee')
    if (p.certifiee) await (await s.entrer(gere)).envoyer(`${lu.session}/certificats`, {})
    lu.projet = await preparerFacture(await s.entrer(vise), lu.dossier)
    if (p.visa) await demanderVisa(await s.entrer(qui), lu.projet)
    else await facturer()
  }
  const facturer = async () => {
    lu.facture = await emettreFacture(await s.entrer(vise), lu.projet)
  }
  const refaire = async (motif: string) => {
    const compta = await s.entrer(vise)
    await emettreFacture(compta, chemin(await compta.envoyer(`${lu.facture}/avoir`, { motif, heures: '' })))
    lu.facture = await emettreFacture(compta, await preparerFacture(compta, lu.dossier))
  }
  const payer = async (apres: number) => {
    const compta = await s.entrer(vise)
    const { montant = '' } = champsDe(await compta.lire(lu.facture))
    await recevoir(compta, lu.facture, montant, lejour(s, jour + apres))
  }
  return [
    { ecart: jour - 28, faire: preparer },
    { ecart: jour - 28 + Math.min(p.visa ?? 0, 7), faire: viser },
    { ecart: jour - 20, faire: confirmer },
    { ecart: jour, tard: true, faire: animer },
    { ecart: jour + 2, faire: finir },
    ...(p.visa ? [{ ecart: jour + 4, faire: facturer }] : []),
    ...(p.refaite === undefined ? [] : [{ ecart: jour + 6, faire: () => refaire(p.refaite ?? '') }]),
    ...(p.payee === undefined ? [] : [{ ecart: jour + p.payee, faire: () => payer(p.payee ?? 0) }]),
    ...(p.suites ?? []).map(([ecart, faire]) => ({ ecart: jour + ecart, faire: () => faire(lu) })),
  ]
}

/** Une personne en appelle une autre, d’une autre enseigne, pour sa session : la mission, accordée quinze jours avant, constatée et confirmée trois jours après. */
export const enAppelantLAutre = (
  s: Scene,
  {
    par,
    autre,
    enseignes,
    objet,
    dans,
  }: {
    readonly par: string
    readonly autre: string
    readonly enseignes: readonly [mienne: string, autre: string]
    readonly objet: string
    readonly dans: number
  },
): NonNullable<Passee['suites']> => {
  let mission = ''
  return [
    [
      -15,
      async (t) => {
        mission = await demanderMission(
          s,
          await s.entrer(par),
          enseignes,
          [objet, ouvrable(s.jour, dans), '180'],
          dernier(t.session),
        )
        await (await s.entrer(autre)).envoyer(`${mission}/accorder`, { intervenant: '' })
      },
    ],
    [
      3,
      async () => {
        await (await s.entrer(autre)).envoyer(`${mission}/constater`, { heures: '3 h 30', demiJournees: '1' })
        await (await s.entrer(par)).envoyer(`${mission}/confirmer`, {})
      },
    ],
  ]
}
