// Long parce que les récits s’y ordonnent, l’un après l’autre : qui entre, quand, et avec qui.
import type { Hono } from 'hono'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { compterOffres } from '#modules/catalogue/index.ts'
import {
  adhesions,
  changerAdhesion,
  creerLien,
  estAFonder,
  fonder,
  type Gestes,
  gestesDe,
  inviter,
} from '#modules/comptes/index.ts'
import { classerLesLieux, expirerLesAttentes } from '#modules/mutualisation/index.ts'
import { listerEnseignes, organismeDeCode } from '#modules/organisme/index.ts'
import { aRencontre } from '#modules/pole/index.ts'
import type { Portee } from '#platform/db/access.ts'
import { seul } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { composerApp } from '../composer.ts'
import { libererLHorloge, marquerLaDemonstration, reprendreLHorloge } from '../db/demo.queries.ts'
import type { Instance } from '../instance.ts'
import { prisesDeLaMutualisation } from '../prises.ts'
import { acheterEnsemble } from './achats.ts'
import { auditerAPlusieurs } from './audit-a-plusieurs.ts'
import { preterLesSalles } from './biens.ts'
import { reprendreExerciceClos } from './bilans.ts'
import {
  listeDesComptes,
  type MembreDemo,
  motDePasseDemo,
  type OrganismeDemo,
  organismesDemo,
  qualiteLegale,
} from './comptes.ts'
import { releverLaBoite } from './factures-electroniques.ts'
import { repondreAPlusieurs, veillerLesMarches } from './marches.ts'
import { repondreAutrefois } from './marches-passes.ts'
import { jouerLesMissions } from './missions.ts'
import { type HorlogeDemo, horlogeDemo, jouerParcours } from './parcours.ts'
import { jouerPole, rencontreDemo } from './pole.ts'
import { faireVivreLorient } from './pole-territoire.ts'
import { publierDesFiches } from './pole-union.ts'
import { comptesDeDemonstration, dansLaMaintenance } from './presents.ts'
import { entrer, type Personne } from './rejouer.ts'
import { sousTemoin } from './reprendre.ts'
import { convenirDesDonnees } from './responsables-conjoints.ts'
import { mettreEnCommun } from './ressources.ts'
import { tenirDansUneSalleLouee } from './salle-louee.ts'
import { retenirLeCourriel, signerParLiens } from './signer-par-lien.ts'
import { partagerUneVeille } from './veille-commune.ts'
import { ouvrirLeVivier } from './vivier.ts'

const trouverOrganisme = async (instance: Instance, code: string): Promise<OrganismeId> => {
  const id = await dansLaMaintenance(instance, (tx) => organismeDeCode(tx, code))
  if (!id) throw new Error(`La démonstration attendait l’organisme ${code}.`)
  return id
}

/** Prend une invitation comme le fait la page, avec le mot de passe public que sa règle refuserait. */
const accepter = async ({ ports }: Gestes, jeton: string, m: MembreDemo): Promise<boolean> => {
  const sel = await ports.portes.sel(m.courriel)
  const derivee = await ports.deriver(motDePasseDemo, sel)
  return ports.portes.accepterInvitation(ports.empreinteDe(jeton), m.prenom, m.nom, { ...sel, derivee })
}

const refuse = (phrase: string): never => {
  throw new Error(`La démonstration ne se charge pas\u00a0: ${phrase}`)
}

/** Un ouvrier déjà en marche fait naître le lien du courriel, qui remplace le nôtre : on en fait alors un autre. */
const essais = 3

const inviterMembre = async (
  fond: Services,
  gestes: Gestes,
  organisme: OrganismeId,
  m: MembreDemo,
  portee: Portee,
): Promise<void> => {
  const compte = await fond.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
    const dedans = (await adhesions(tx)).find((a) => a.courriel === m.courriel)
    if (dedans?.enAttente) return dedans.compte
    const invite = await inviter(tx, { ...m, portee })
    return invite.ok ? invite.value : refuse(invite.error.phrase)
  })
  if (!compte) return refuse(`l’organisme de ${m.courriel} ne s’ouvre pas.`)
  for (let essai = 1; essai <= essais; essai++) {
    const { jeton } = gestes.ports.nouveauJeton()
    await fond.db.withoutTenant((tx) => creerLien(tx, jeton, { usage: 'invitation', compte, organisme }))
    if (await accepter(gestes, jeton, m)) return
  }
  refuse(`l’invitation de ${m.courriel} n’a pas été acceptée.`)
}

/** Les enseignes de la coopérative, ouvertes par la page si elles manquent. */
const ouvrirEnseignes = async (
  fond: Services,
  organisme: OrganismeId,
  qui: Personne,
  voulues: readonly string[],
): Promise<ReadonlyMap<string, ActiviteId>> => {
  const lire = async () => {
    const lues = await fond.db.withTenant({ genre: 'tache', organisme }, (tx) => listerEnseignes(tx))
    return new Map((lues ?? []).map((e) => [e.nom, e.id]))
  }
  const avant = await lire()
  for (const nom of voulues)
    if (!avant.has(nom)) await qui.envoyer('/cooperative/enseignes', { nom, etat: 'ouverte' })
  return lire()
}

const porteeDe = (m: MembreDemo, enseignes: ReadonlyMap<string, ActiviteId>): Portee =>
  m.enseignes === undefined ? '*' : m.enseignes.flatMap((nom) => enseignes.get(nom) ?? [])

const ecrireFiche = (qui: Personne, o: OrganismeDemo): Promise<string> =>
  qui.envoyer('/cooperative/identite', {
    nom: o.nom,
    siret: o.siret,
    forme: o.forme,
    societe: o.societe,
    ...(o.cae ? { cae: 'on' } : {}),
    capitalVariable: 'on',
    nda: o.fiche.nda,
    ndaPrefet: o.fiche.prefet,
    adresse: o.fiche.adresse,
    codePostal: o.fiche.codePostal,
    ville: o.fiche.ville,
    courriel: `contact@${o.code}.example`,
    zone: ZONE_PAR_DEFAUT,
    regimeTva: 'exonere',
    demandeRecueLe: '01/09/2019',
    clotureJour: o.fiche.clotureJour,
    clotureMois: o.fiche.clotureMois,
    telephone: o.fiche.telephone,
    site: `https://${o.code}.example`,
    couleur: o.fiche.couleur,
  })

/** La fondatrice signe par sa fonction : sans elle, aucun certificat ne s'émettrait. */
const nommerSignataire = (
  qui: Personne,
  o: OrganismeDemo,
  compte: string,
  maintenant: Date,
): Promise<string> =>
  qui.envoyer('/cooperative/signataires', {
    personne: compte,
    qualite: qualiteLegale[o.societe],
    genre: 'fonction',
    debut: formaterDate(ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), -400), 'chiffres'),
  })

const batir = async (
  instance: Instance,
  app: Hono<Env>,
  o: OrganismeDemo,
  presents: ReadonlySet<string>,
  horloge: HorlogeDemo,
): Promise<void> => {
  const { fond } = instance
  const gestes = gestesDe(fond)
  const [fondatrice, ...autres] = o.membres
  if (!presents.has(fondatrice.courriel)) {
    const { lien } = await fonder(fond, { ...o, ...fondatrice, nom: o.nom, nomPersonne: fondatrice.nom })
    if (!(await accepter(gestes, lien.slice(lien.lastIndexOf('/') + 1), fondatrice)))
      refuse(`l’invitation de ${fondatrice.courriel} n’a pas été acceptée.`)
  }
  const organisme = await trouverOrganisme(instance, o.code)
  await fond.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
    const elle = (await adhesions(tx)).find((a) => a.courriel === fondatrice.courriel)
    const fait = elle && (await changerAdhesion(tx, elle.compte, fondatrice.roles, '*'))
    if (!fait?.ok) refuse(fait?.error.phrase ?? 'la fondatrice manque')
  })
  const qui = await entrer(app, fond.config.origine, fondatrice.courriel)
  const enseignes = await ouvrirEnseignes(fond, organisme, qui, o.enseignes)
  for (const membre of autres)
    if (!presents.has(membre.courriel))
      await inviterMembre(fond, gestes, organisme, membre, porteeDe(membre, enseignes))
  const lu = await fond.db.withTenant({ genre: 'tache', organisme }, async (tx) => ({
    offres: await compterOffres(tx),
    comptes: new Map((await adhesions(tx)).map((a) => [`${a.prenom} ${a.nom}`, a.compte])),
  }))
  // Écrite à chaque reprise : la fiche est la même, et une délégation déjà donnée ne se redonne pas.
  await ecrireFiche(qui, o)
  if (lu?.offres === 0) {
    await nommerSignataire(
      qui,
      o,
      lu.comptes.get(`${fondatrice.prenom} ${fondatrice.nom}`) ?? '',
      fond.clock.now(),
    )
    await jouerParcours(app, fond.config.origine, o, horloge, lu.comptes)
    if (o.code === 'les-tisserands')
      await fond.db.withTenant({ genre: 'tache', organisme }, (tx) =>
        reprendreExerciceClos(tx, fond.clock.now()),
      )
    if (o.code === 'langue-et-lien') await releverLaBoite(fond, organisme)
  }
}

/**
 * Charge la démonstration sur une base vide, par les gestes mêmes des pages. Interrompue, elle se reprend au départ
 * suivant ; deux serveurs qui démarrent ensemble ne la chargent qu'une fois. Rend vrai si quelque chose a été fait.
 */
export const chargerDemonstration = (
  instance: Instance,
  annoncer: (phrase: string) => void = () => {},
): Promise<boolean> =>
  seul(instance.connexion('coforme_migrator'), 'demonstration', async () => {
    await dansLaMaintenance(instance, marquerLaDemonstration)
    const presents = new Set((await comptesDeDemonstration(instance)).map((c) => c.courriel))
    const entiere = presents.size === listeDesComptes().length && (await aTousSesParcours(instance))
    if (entiere || (presents.size === 0 && !(await estAFonder(instance.services.db)))) return false
    annoncer('Chargement de la démonstration (une seule fois)…')
    // Les récits se jouent à leur date ; l'instance, elle, garde son heure.
    const horloge = horlogeDemo(instance.fond.clock.now())
    const { keys, dernier } = retenirLeCourriel(instance.services.keys)
    const jouee: Instance = {
      ...instance,
      services: { ...instance.services, clock: horloge, keys },
      fond: { ...instance.fond, clock: horloge },
    }
    const app = composerApp(jouee)
    await dansLaMaintenance(instance, libererLHorloge)
    try {
      await sousTemoin(instance.services.config, async () => {
        for (const o of organismesDemo) await batir(jouee, app, o, presents, horloge)
        await reunirLePole(jouee, app, horloge, dernier)
      })
    } finally {
      await dansLaMaintenance(instance, reprendreLHorloge)
    }
    return true
  })

/** Chaque coopérative a son catalogue : le dernier pas de chacune, sans lequel elle se reprend. */
const aTousSesParcours = async (instance: Instance): Promise<boolean> => {
  for (const { code } of organismesDemo) {
    const organisme = await trouverOrganisme(instance, code)
    if (!(await instance.fond.db.withTenant({ genre: 'tache', organisme }, (tx) => compterOffres(tx))))
      return false
  }
  return dansLaMaintenance(instance, (tx) => aRencontre(tx, rencontreDemo))
}

/** Les coopératives font un pôle : la première l'anime, les autres le rejoignent. */
const reunirLePole = async (
  instance: Instance,
  app: Hono<Env>,
  horloge: HorlogeDemo,
  dernierCourriel: () => string,
): Promise<void> => {
  const { fond } = instance
  const gens = await Promise.all(
    organismesDemo.map((o) => entrer(app, fond.config.origine, o.membres[0].courriel)),
  )
  const [anime, ...autres] = gens
  if (!anime) return
  const maintenant = fond.clock.now()
  const dits = [
    { cherche: 'des formatrices et formateurs en anglais', propose: 'douze entrepreneurs qui forment' },
    { cherche: 'un certificateur pour l’agroécologie', propose: 'une salle de plain-pied à Lorient' },
    { cherche: 'des clients à former en direct', propose: 'un atelier équipé et un formateur menuisier' },
  ]
  await jouerPole(
    anime,
    autres.slice(0, 3).map((qui, i) => ({ qui, ...(dits[i] ?? { cherche: '', propose: '' }) })),
    fond.clock.now(),
    (quand) => horloge.regler(quand),
    {
      noms: organismesDemo.slice(0, 4).map((o) => o.nom.replace('&', '&amp;')),
      liberer: () => expirerLesAttentes({}, fond),
    },
    async (poleDemo) => {
      const [tom, salome, ousmane, jo, maiwenn, marion, claire, yann, agathe] = (await Promise.all(
        [
          'tom@langue-et-lien.example',
          'salome@les-tisserands.example',
          'ousmane@terre-d-appui.example',
          'jo@atelier-des-savoirs.example',
          'maiwenn@langue-et-lien.example',
          'marion@atelier-des-savoirs.example',
          'claire@les-tisserands.example',
          'yann@les-tisserands.example',
          'agathe@terre-d-appui.example',
        ].map((courriel) => entrer(app, fond.config.origine, courriel)),
      )) as [Personne, Personne, Personne, Personne, Personne, Personne, Personne, Personne, Personne]
      await ouvrirLeVivier({ tom, salome, ousmane, jo, maiwenn, marion })
      const { cpf, jourCpf } = await jouerLesMissions(
        { maiwenn, tom, yann, salome, ousmane, marion },
        poleDemo,
        maintenant,
        (quand) => horloge.regler(quand),
        () => expirerLesAttentes({}, fond),
        {
          langueEtLien: signerParLiens(
            app,
            fond,
            await trouverOrganisme(instance, 'langue-et-lien'),
            dernierCourriel,
          ),
          atelier: signerParLiens(
            app,
            fond,
            await trouverOrganisme(instance, 'atelier-des-savoirs'),
            dernierCourriel,
          ),
        },
      )
      const { lorient } = await preterLesSalles({ claire, agathe, maiwenn, marion }, poleDemo, maintenant)
      await tenirDansUneSalleLouee({ maiwenn, agathe }, cpf, jourCpf, lorient, () =>
        classerLesLieux(prisesDeLaMutualisation)({}, fond),
      )
      await mettreEnCommun({ claire, agathe, maiwenn, marion }, poleDemo, maintenant)
      await convenirDesDonnees({ claire, agathe, maiwenn, marion, salome }, poleDemo)
      await acheterEnsemble({ claire, agathe, maiwenn, marion }, poleDemo, maintenant)
    },
  )
  // Arrivées depuis : elles rejoignent un pôle qui a déjà son histoire.
  const arrivees = [
    { cherche: 'des missions pour ses formateurs', propose: 'des formateurs à prêter, habilités et assurés' },
    { cherche: 'des co-traitants pour répondre au lot numérique', propose: 'la formation de formateurs' },
  ]
  for (const [i, qui] of autres.slice(3).entries())
    await qui.envoyer('/poles/formation/rejoindre', arrivees[i] ?? { cherche: '', propose: '' })
  await publierDesFiches(autres.slice(3), 4)
  const [tisserands, terre, , fabrique, numerik] = autres
  if (tisserands && terre && fabrique && numerik)
    await faireVivreLorient({
      maiwenn: anime,
      claire: tisserands,
      agathe: terre,
      hortense: fabrique,
      solene: numerik,
      maintenant: fond.clock.now(),
      regler: (quand) => horloge.regler(quand),
    })
  const [, claire] = gens
  if (claire) {
    await auditerAPlusieurs(
      fond.clock.now(),
      anime,
      claire,
      await trouverOrganisme(instance, organismesDemo[1]?.code ?? ''),
    )
    await partagerUneVeille(fond.clock.now(), anime, claire)
    await veillerLesMarches(fond, { maiwenn: anime })
    const [ines, farida] = [await entrer(app, fond.config.origine, 'ines@langue-et-lien.example'), autres[2]]
    if (terre && numerik && farida) {
      const maintenant = fond.clock.now()
      await repondreAutrefois({
        fond,
        aller: (jours, heures = 0) =>
          horloge.regler(new Date(maintenant.getTime() + jours * 86_400_000 + heures * 3_600_000)),
        gens: { maiwenn: anime, ines, claire, agathe: terre },
      })
      horloge.regler(maintenant)
      await repondreAPlusieurs(fond, { ines, claire, agathe: terre, solene: numerik, farida })
    }
  }
}
