// Long parce qu’un même récit mène l’organisme commun de son texte à ses sommes : le couper le rejouerait deux fois.
/**
 * Un organisme commun vend, convoque, certifie et facture pour trois coopératives : sous son numéro de déclaration, à côté de l’enseigne de la membre et de la
 * personne ; chaque membre lit les siens, et des sommes. Le récit est celui d’une session de la démonstration, joué par les pages de toute l’application.
 */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { jouerLesPas, type Passee, pasDAutrefois } from '#app/demo/annee-passee.ts'
import { motDePasseDemo } from '#app/demo/comptes.ts'
import {
  ajouterIntervenant,
  convoquer,
  ecrireOffre,
  etablirReglement,
  lejour,
  type Scene,
  signerPourLaMaison,
} from '#app/demo/gestes.ts'
import { agirPour } from '#app/demo/les-tisserands-vie.ts'
import { devantUnAppareil, entrer } from '#app/demo/rejouer.ts'
import { ajouterJours } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { modules } from '../../src/app/modules.ts'
import { pagesComposees } from '../../src/app/pages/module.ts'
import { listerCommuns, tableauDuCommun } from '../../src/modules/mutualisation/db/communs.ts'
import { regleDuGroupement } from '../../src/modules/mutualisation/domain/communs.ts'
import { codeSql } from '../base/index.ts'
import { lireTexte, moteur, serre } from '../documents/texte.ts'
import { type Connectee, monde, naviguer } from '../monde/index.ts'

const pdf = moteur()
afterAll(() => pdf.close())
const m = await monde({
  modules: [...modules, pagesComposees(modules)],
  services: { pdf, storage: postgresStorage() },
  coops: {
    commun: 'Grain de Lin',
    a: 'Les Tisserands',
    b: 'Terre d’Appui',
    c: 'Atelier des Savoirs',
    d: 'Mains communes',
  },
  gens: {
    theo: {
      roles: ['responsable', 'administration'],
      prenom: 'Théodora',
      nom: 'Quéinnec',
      courriel: 'theo@grain.example',
      motDePasse: motDePasseDemo,
    },
    alba: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c' },
    dora: { roles: ['responsable'], chez: 'd' },
  },
})
const { base, theo, alba, bea, cleo, dora } = m
const commun = m.coops.commun.organisme
const NDA = '53 35 99140 35'
const membres = [
  { qui: alba, siret: '99900011000018', nom: 'La Navette' },
  { qui: bea, siret: '99900012800010', nom: 'Terre ferme' },
  { qui: cleo, siret: '99900013600013', nom: 'Copeaux' },
] as const
// Un jour dit : en janvier, la session d’il y a douze jours serait d’une autre année.
const jour = jourLocal(m.services.clock.now(), ZONE_PAR_DEFAUT)
const comptes = new Map<string, Connectee>([['Théodora Quéinnec', theo]])
const courriels = new Map([['Théodora Quéinnec', 'theo@grain.example']])
const s: Scene = {
  jour,
  heure: 540,
  aller: (ecart, minutes = 540, secondes = 0) =>
    m.regler(
      new Date(
        instantDe(ajouterJours(jour, ecart), minutes, ZONE_PAR_DEFAUT).instant.getTime() + secondes * 1000,
      ),
    ),
  maintenant: () => m.regler(),
  entrer: (nom) => entrer(m.app, m.origine, courriels.get(nom) ?? ''),
  sortir: () => {},
  appareil: () => devantUnAppareil(m.app, m.origine),
  compte: (nom) => comptes.get(nom)?.personne ?? '',
}
const direction = 'Théodora Quéinnec'
const animent = [
  {
    prenom: 'Salomé',
    nom: 'Diallo',
    membre: 0,
    intitule: 'Écrire à plusieurs',
    prix: '700',
    client: 'Maison des Associations du Trégor',
    siret: '99900018500010',
  },
  {
    prenom: 'Ousmane',
    nom: 'Kanté-Le Goff',
    membre: 1,
    intitule: 'Tailler un verger',
    prix: '900',
    client: 'Épicerie coopérative du Goëlo',
    siret: '99900019300014',
  },
] as const

const enseigneDe = async (nom: string) => {
  const { rows } = await base.maintenance((tx) =>
    sql<{
      id: ActiviteId
    }>`select id from organisme.activite where organisme_id = ${commun} and nom = ${nom}`.execute(tx),
  )
  return rows[0]?.id as ActiviteId
}
type Piece = { id: string; genre: string; activite: string }
const pieces = async () => {
  const { rows } = await base.maintenance((tx) =>
    sql<Piece>`select id, genre, activite_id as activite from documents.piece where organisme_id = ${commun} order by emise_le`.execute(
      tx,
    ),
  )
  return rows
}
/** Une connexion neuve à la même personne : poser la tablette ferme la sienne. */
const rentrer = async ({ courriel }: Connectee) => {
  const appareil = naviguer(m.app, { origine: m.origine })
  await appareil.poster('/connexion', { courriel, motDePasse: motDePasseDemo })
  return appareil
}
const lirePdf = async (url: string) => {
  const r = await (await rentrer(theo)).lire(url)
  expect(r.statut, url).toBe(200)
  return serre(lireTexte(r.octets))
}

/** Ce que l’annuaire dit du certificat d’une coopérative, et de sa source. */
const affiche = async (qui: Connectee) => {
  const { rows } = await base.enTantQue(qui.organisme, { personne: qui.personne }, (tx) =>
    sql<{
      qualiopi: string[]
      source: string | null
    }>`select qualiopi, qualiopi_source as source from porte.annuaire(null, null, null, null, null, null, null, null, 100)
        where id = ${qui.organisme}`.execute(tx),
  )
  return rows.map((r) => [r.qualiopi, r.source])
}

describe('un organisme commun', () => {
  it('s’établit : sa déclaration, son texte, ses membres par l’accord des deux', async () => {
    s.aller(-60)
    const elle = await s.entrer(direction)
    await elle.envoyer('/cooperative/identite', {
      nom: 'Grain de Lin',
      siret: '99900010200015',
      forme: 'scic',
      societe: 'SAS',
      cae: 'on',
      capitalVariable: 'on',
      nda: NDA,
      ndaPrefet: 'de la région Bretagne',
      adresse: '2 rue du Rouissage',
      codePostal: '35000',
      ville: 'Rennes',
      courriel: 'contact@grain.example',
      zone: ZONE_PAR_DEFAUT,
      regimeTva: 'exonere',
      demandeRecueLe: '01/09/2019',
      clotureJour: '31',
      clotureMois: '12',
      telephone: '02 99 00 00 40',
      site: 'https://grain.example',
      couleur: '#2f5a8a',
    })
    for (const { qui, siret } of membres)
      await base.maintenance((tx) =>
        sql`update organisme.organisme set siret = ${siret} where organisme_id = ${qui.organisme}`.execute(
          tx,
        ),
      )
    await elle.envoyer('/organisme-commun/regler', {
      forme: 'organisme',
      texte:
        'L’organisme commun habilite qui anime, vise chaque convention, émet chaque facture ; son certificat et sa déclaration sont les siens, et aucune membre ne s’en prévaut ailleurs.',
    })
    // Un groupement d’employeurs n’a pas de certificat : y entrer n’ôte rien à sa fiche ; entrer dans un organisme commun, si.
    const fiche = { qualiopi: 'AF', qualiopiSource: 'declaree', qualiopiLe: lejour(s, -70), publique: 'on' }
    expect((await cleo.poster('/cooperative/annuaire', fiche)).statut).toBe(303)
    const texte = regleDuGroupement
    expect((await dora.poster('/organisme-commun/regler', { forme: 'groupement', texte })).statut).toBe(303)
    const chezElle = { siret: membres[2].siret, nom: 'Savoirs' }
    expect((await dora.poster('/organisme-commun/inviter', chezElle)).statut).toBe(303)
    const repondre = (lien: string) =>
      cleo.poster('/organisme-commun/repondre', { lien, oui: 'oui', rang: '1' })
    const lienDe = async (qui: Connectee) =>
      (await base.enTantQue(qui.organisme, { personne: qui.personne }, (tx) => listerCommuns(tx))).find(
        (l) => l.etat === 'invite' && l.sens === 'membre',
      )?.id ?? ''
    expect((await repondre(await lienDe(cleo))).statut).toBe(303)
    expect(await affiche(cleo)).toEqual([[['AF'], 'declaree']])
    expect((await cleo.poster('/cooperative/annuaire', { publique: 'on' })).statut).toBe(303)
    for (const { qui, siret, nom } of membres) {
      await elle.envoyer('/organisme-commun/inviter', { siret, nom })
      const lien = await lienDe(qui)
      expect((await qui.poster('/organisme-commun/repondre', { lien, oui: 'oui', rang: '1' })).statut).toBe(
        303,
      )
    }
    // Aucune membre n’affiche son certificat, ni à la page de l’annuaire, ni par une écriture ; lui, si.
    expect((await alba.poster('/cooperative/annuaire', fiche)).texte).toContain('celui de l’organisme commun')
    expect(
      await codeSql(() =>
        base.enTantQue(alba.organisme, { personne: alba.personne }, (tx) =>
          sql`insert into portail.fiche (qualiopi, qualiopi_source, qualiopi_le, tri, pli, modifiee_le) values ('{AF}', 'declaree', current_date, 'a', 'a', now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23514')
    await elle.envoyer('/cooperative/annuaire', fiche)
    // Un numéro à elle, le temps de l’afficher, n’y change rien.
    const numeroter = (nda: string | null) =>
      base.enTantQue(alba.organisme, { personne: alba.personne }, (tx) =>
        sql`update organisme.organisme set nda = ${nda}`.execute(tx),
      )
    await numeroter('53350000001')
    expect((await alba.poster('/cooperative/annuaire', fiche)).statut).toBe(303)
    expect(await affiche(alba)).toEqual([[['AF'], 'declaree']])
    await numeroter(null)
    expect(await affiche(alba)).toEqual([[[], null]])
    const deAlba = (await alba.lire('/cooperatives?portee=AF')).texte
    expect([deAlba.includes('Grain de Lin'), deAlba.includes('Les Tisserands')]).toEqual([true, false])
    const { rows: une } = await base.maintenance((tx) =>
      sql<{
        code: string
      }>`select code from organisme.organisme where organisme_id = ${alba.organisme}`.execute(tx),
    )
    expect((await alba.lire(`/cooperatives/${une[0]?.code}`)).texte).not.toContain('Certification qualité')
    // Ni n’écrit chez elle sa déclaration d’activité.
    expect(
      await codeSql(() =>
        base.enTantQue(alba.organisme, { personne: alba.personne }, (tx) =>
          sql`update organisme.organisme set nda = (select nda from porte.communs() limit 1)`.execute(tx),
        ),
      ),
    ).toBe('23514')
  })

  it('vend, convoque, certifie et facture sous son numéro ; chaque pièce dit l’organisme commun et l’enseigne de la membre, et nomme la personne', async () => {
    const elle = await s.entrer(direction)
    await elle.envoyer('/cooperative/signataires', {
      personne: theo.personne,
      qualite: 'présidente',
      genre: 'fonction',
      debut: lejour(s, -400),
    })
    await elle.envoyer('/factures/reglages', {
      version: '0',
      iban: 'FR76 3000 6000 0112 3456 7890 189',
      bic: '',
      titulaire: 'Grain de Lin',
      rcs: 'Rennes',
      capital: '',
      penalites: 'trois fois le taux d’intérêt légal',
      escompte: 'aucun pour paiement anticipé',
      premiere: '8',
      deuxieme: '21',
      troisieme: '45',
    })
    const reglement = await etablirReglement(elle, {
      qualite: 'présidente',
      incendie: 'Au signal, chacun rejoint la place.',
      accident: 'Prévenir l’accueil, qui appelle le 15.',
      materiel: 'Le matériel se range chaque soir.',
      nom: direction,
      telephone: '02 99 00 00 40',
      courriel: 'contact@grain.example',
      reclamations: 'reclamations@grain.example',
      enVigueurLe: lejour(s, -58),
    })
    await signerPourLaMaison(elle, reglement)
    const recits: Passee[] = []
    for (const [rang, a] of animent.entries()) {
      const { nom: enseigne } = membres[a.membre]
      const complet = `${a.prenom} ${a.nom}`
      const courriel = `${rang}@membres.example`
      comptes.set(
        complet,
        await m.entrer(commun, {
          roles: ['formateur'],
          prenom: a.prenom,
          nom: a.nom,
          courriel,
          motDePasse: motDePasseDemo,
          portee: [await enseigneDe(enseigne)],
        }),
      )
      courriels.set(complet, courriel)
      await agirPour(elle, enseigne)
      await ajouterIntervenant(
        elle,
        {
          prenom: a.prenom,
          nom: a.nom,
          ou: 'membres',
          titres: 'Dix ans de métier.',
          compte: s.compte(complet),
        },
        [{ statut: 'entrepreneur-salarie', du: lejour(s, -700) }],
      )
      await agirPour(elle)
      const offre = await ecrireOffre(
        await s.entrer(complet),
        {
          intitule: a.intitule,
          objectif: 'Savoir le faire seul.',
          objectifs: 'Préparer\nFaire\nRelire',
          contenu: 'Préparer\nFaire\nRelire',
          contact: direction,
          contactCourriel: 'contact@grain.example',
          contactTelephone: '02 99 00 00 40',
          nsf: '131',
          duree: '3 h 30',
          prix: '300',
        },
        { par: elle },
      )
      recits.push({
        dans: -12 + rang * 6,
        anime: complet,
        enseigne,
        offre,
        ou: { lieu: 'Salle du Rouissage, Rennes' },
        client: {
          nom: a.client,
          siret: a.siret,
          adresse: '3 quai du Port',
          codePostal: '35000',
          ville: 'Rennes',
          signe: ['Anaïs', 'Le Guen', 'Gérante'],
        },
        prix: a.prix,
        demi: true,
        certifiee: true,
        gens: [
          ['Meryem', 'Bensaïd مريم'],
          ['Œdipe', 'L’Hostis'],
        ],
        payee: 4,
        suites: [[-8, async (t) => convoquer(await s.entrer(direction), t.session)]],
      })
    }
    const connus = new Set<string>()
    await jouerLesPas(
      s,
      recits.flatMap((r) =>
        pasDAutrefois(s, { dirige: direction, vise: direction, gere: direction }, r, connus),
      ),
    )
    s.maintenant()
    const emises = await pieces()
    for (const a of animent) {
      const { nom: enseigne } = membres[a.membre]
      const activite = await enseigneDe(enseigne)
      const genres = emises.filter((p) => p.activite === activite)
      for (const genre of ['convention', 'certificat-realisation', 'convocation']) {
        const piece = genres.find((p) => p.genre === genre)
        const texte = await lirePdf(`/documents/${piece?.id}/piece.pdf`)
        for (const mot of ['Grain de Lin', `sous l’enseigne ${enseigne}`, NDA])
          expect(texte, `${genre} : ${mot}`).toContain(serre(mot))
        // La coopérative membre n’est partie à rien : ni son nom, ni son numéro.
        expect(texte).not.toContain(serre(membres[a.membre].siret))
      }
      // Chaque pièce nomme la personne ; le certificat et la facture renvoient aussi à la convention.
      const laPiece = async (genre: string) =>
        lirePdf(`/documents/${genres.find((p) => p.genre === genre)?.id}/piece.pdf`)
      expect(await laPiece('convention')).toContain(serre(`${a.prenom} ${a.nom}`))
      const certificat = await laPiece('certificat-realisation')
      expect(certificat).toContain(`CV-${jour.slice(0, 4)}-000`)
      expect(certificat).toContain(serre(`Séances suivies animées par ${a.prenom} ${a.nom}.`))
    }
    // La facture est la sienne : à son nom, sous son numéro, à côté de l’enseigne ; elle nomme qui répond de la session ; payée chez lui.
    const { rows: factures } = await base.maintenance((tx) =>
      sql<{
        id: string
        activite: ActiviteId
        ht: number
        regle: number
      }>`select f.id, f.activite_id as activite, f.total_ht_centimes::int4 as ht,
          (select coalesce(sum(i.montant_centimes), 0)::int4 from facturation.imputation i where i.facture_id = f.id) as regle
        from facturation.facture f where f.organisme_id = ${commun} order by f.total_ht_centimes`.execute(tx),
    )
    expect(factures.map((f) => [f.ht, f.regle])).toEqual([
      [70_000, 70_000],
      [90_000, 90_000],
    ])
    for (const [rang, f] of factures.entries()) {
      const { nom: enseigne, siret } = membres[rang as 0 | 1]
      const { prenom, nom } = animent[rang as 0 | 1]
      expect(f.activite).toBe(await enseigneDe(enseigne))
      const texte = await lirePdf(`/factures/${f.id}/piece.pdf`)
      const cite = `CV-${jour.slice(0, 4)}-000${rang + 1}`
      const repond = `Responsable de la session : ${prenom} ${nom}.`
      for (const mot of ['Grain de Lin', enseigne, NDA, cite, repond])
        expect(texte, mot).toContain(serre(mot))
      expect(texte).not.toContain(serre(siret))
    }
  })

  it('chaque membre lit ses dossiers et pas ceux des autres ; son année se lit en sommes, jamais celle d’une autre', async () => {
    const [salome, ousmane] = animent.map((a) => comptes.get(`${a.prenom} ${a.nom}`) as Connectee) as [
      Connectee,
      Connectee,
    ]
    const { rows: sessions } = await base.maintenance((tx) =>
      sql<{
        id: string
        activite: string
      }>`select id, activite_id as activite from sessions.session where organisme_id = ${commun}`.execute(tx),
    )
    const laNavette = await enseigneDe('La Navette')
    const mur = [
      ...sessions.map((x) => ({ url: `/sessions/${x.id}`, sienne: x.activite === laNavette })),
      ...(await pieces())
        .filter((p) => p.genre !== 'reglement-interieur')
        .map((p) => ({ url: `/documents/${p.id}/piece.pdf`, sienne: p.activite === laNavette })),
    ]
    expect(mur.filter((x) => x.sienne).length).toBeGreaterThan(4)
    const [une, autre] = [await rentrer(salome), await rentrer(ousmane)]
    for (const { url, sienne } of mur) {
      expect([(await une.lire(url)).statut === 200, (await autre.lire(url)).statut === 200], url).toEqual([
        sienne,
        !sienne,
      ])
    }
    // La direction d’une membre, de chez elle : ni session, ni pièce, ni facture de l’organisme commun ; ses sommes.
    for (const { url } of mur) expect((await alba.lire(url)).statut, url).toBe(404)
    const annee = Number(jour.slice(0, 4))
    const sommes = (qui: Connectee) =>
      base.enTantQue(qui.organisme, { personne: qui.personne }, (tx) => tableauDuCommun(tx, commun, annee))
    const [la] = await sommes(alba)
    expect(la).toMatchObject({ part: 'mienne', sessions: 1, stagiaires: 2, minutes: 210, facture: 70_000 })
    expect((await sommes(alba)).length).toBe(1)
    expect(await sommes(cleo)).toMatchObject([{ part: 'mienne', sessions: 0, facture: 0 }])
    expect((await sommes(theo)).at(-1)).toMatchObject({
      part: 'toutes',
      sessions: 2,
      stagiaires: 4,
      facture: 160_000,
    })
  })
})
