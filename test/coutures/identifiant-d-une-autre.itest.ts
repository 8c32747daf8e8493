/** L’identifiant d’un bien, d’un appel, d’une fiche ou d’une réponse se lit sur la page d’une autre coopérative : renvoyé dans un formulaire d’ici, il ne fait naître aucun double. */
import { expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireAppels, lireReponses } from '#modules/mutualisation/db/appels.ts'
import { lireBiens, lireReservations } from '#modules/mutualisation/db/biens.ts'
import { photographierBien } from '#modules/mutualisation/db/biens-portes.ts'
import { donnerRemise } from '#modules/mutualisation/db/dossier-portes.ts'
import { ecrireRetour } from '#modules/mutualisation/db/retours-portes.ts'
import { fichesDuVivier, maFiche } from '#modules/mutualisation/db/vivier.ts'
import { demanderContact } from '#modules/mutualisation/db/vivier-portes.ts'
import type { FicheId } from '#modules/mutualisation/domain/vivier.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { ouvrirFiche } from '#modules/mutualisation/test/ouvrir-fiche.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    lila: { roles: ['responsable', 'formateur'], chez: 'b', prenom: 'Lila', nom: 'Benamar' },
    cleo: { roles: ['responsable', 'formateur'], chez: 'c', prenom: 'Cléo', nom: 'Marchand' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, lila, cleo } = m
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, lila, cleo]))
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const ecrit = (n: number) => formaterDate(ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), n), 'chiffres')
const fiche = (qui: Connectee, id: string) => en(qui, (tx) => ouvrirFiche(tx, id as FicheId, new Date()))
const preter = (qui: Connectee, _jeton: string, titre: string, membre: string) =>
  qui.poster('/biens-pretes/preter', {
    _jeton,
    pole,
    salle: '',
    genre: 'salle',
    titre,
    adresse: '',
    acces: '',
    configurations: '',
    equipement: '',
    reglement: '',
    membre,
    autre: membre,
    taux: '2000',
    tampon: '0',
    visa: 'non',
    bareme: '',
  })
const publier = (qui: Connectee, _jeton: string, dit: Record<string, string> = {}) =>
  qui.poster('/vivier/appels/nouveau', {
    _jeton,
    pole,
    objet: 'Deux journées d’outils libres',
    publics: '',
    stagiaires: '',
    lieu: 'Rennes',
    attendus: '',
    exigences: '',
    jours1: ecrit(30),
    jours2: '',
    jours3: '',
    debut: '9 h',
    fin: '17 h',
    dirige: 'envoyeur',
    payeur: 'entreprise',
    prix: 'a-proposer',
    min: '',
    max: '',
    vu: 'pole',
    jusque: ecrit(10),
    ...dit,
  })

it('un bien : qui le demande le demande à qui le prête, à son prix', async () => {
  const id = newId()
  for (const _ of [1, 2]) expect((await preter(lila, id, 'Salle Duras', '10')).statut).toBe(303)
  expect((await preter(cleo, id, 'Salle Duras', '900')).statut).toBe(409)
  expect((await en(ana, (tx) => lireBiens(tx, id as never))).map((b) => b.cooperative)).toEqual([
    'Les Tisserands',
  ])
  const demande = await ana.poster(`/biens-pretes/${id}/demander`, {
    objet: 'Un atelier',
    configuration: '',
    jour: ecrit(20),
    debut: '9 h',
    fin: '12 h',
  })
  expect(demande.statut, demande.texte).toBe(303)
  expect((await en(ana, (tx) => lireReservations(tx))).map((r) => [r.envoyeur, r.prix])).toEqual([
    ['Les Tisserands', 1_000],
  ])
})

it('une fiche : l’appel montré à elle seule ne se lit pas de qui en porte l’identifiant', async () => {
  const id = newId()
  expect(await fiche(lila, id)).toBe('ecrite')
  expect(await fiche(lila, id)).toBe('ecrite')
  expect(await fiche(cleo, id).catch((e: { code?: string }) => e.code)).toBe('refuse')
  expect((await en(ana, (tx) => fichesDuVivier(tx))).map((f) => f.nom)).toEqual(['Lila Benamar'])
  const appel = newId()
  const r = await publier(ana, appel, { vu: 'personnes', gens: id })
  expect(r.statut, r.texte).toBe(303)
  expect((await cleo.lire(`/vivier/appels/${appel}`)).statut).toBe(404)
  expect((await lila.lire(`/vivier/appels/${appel}`)).statut).toBe(200)
})

it('un appel, une réponse : chacun reste à qui l’a écrit', async () => {
  const [appel, reponse] = [newId(), newId()]
  for (const _ of [1, 2]) expect((await publier(ana, appel)).statut).toBe(303)
  expect((await publier(cleo, appel)).statut).toBe(409)
  expect(
    (await en(lila, (tx) => lireAppels(tx))).filter((a) => a.appel === appel).map((a) => a.cooperative),
  ).toEqual(['Langue & Lien'])
  await fiche(cleo, newId())
  const repondre = async (qui: Connectee) =>
    qui.poster(`/vivier/appels/${appel}/repondre`, {
      _jeton: reponse,
      fiche: (await en(qui, (tx) => maFiche(tx)))?.fiche ?? '',
      rangs: '1',
      part: 'tout',
      prix: '600',
      statut: 'salarie',
      message: '',
    })
  expect((await repondre(lila)).statut).toBe(303)
  expect((await repondre(cleo)).statut).toBe(409)
  expect((await en(ana, (tx) => lireReponses(tx, appel as never, new Date()))).map((x) => x.nom)).toEqual([
    'Lila Benamar',
  ])
})

it('une photographie, une demande de contact, un dossier remis, un retour : refusés, et rien ne dit qu’ils sont faits', async () => {
  const [photo, contact, remise, retour] = [newId(), newId(), newId(), newId()]
  const [aujourdhui, le] = [jourLocal(new Date(), ZONE_PAR_DEFAUT), new Date()]
  const photographier = async (qui: Connectee) => {
    const bien = newId()
    expect((await preter(qui, bien, 'Salle photographiée', '10')).statut).toBe(303)
    return en(qui, async (tx) => {
      const { empreinte } = await postgresStorage().put(tx, new Uint8Array([1, 2, 3]), 'image/webp')
      return photographierBien(
        tx,
        {
          id: photo as never,
          bien: bien as never,
          legende: 'La salle',
          fichier: empreinte,
          type: 'image/webp',
        },
        le,
      )
    })
  }
  expect([await photographier(lila), await photographier(cleo)]).toEqual(['ajoutee', 'introuvable'])
  for (const qui of [lila, cleo]) await fiche(qui, newId())
  const joindre = async (qui: Connectee, elle: Connectee) => {
    const sienne = (await en(elle, (tx) => maFiche(tx)))?.fiche
    return en(qui, (tx) =>
      demanderContact(tx, contact as never, sienne as FicheId, 'Parlons d’une mission.', le),
    )
  }
  expect([await joindre(ana, lila), await joindre(ana, lila), await joindre(lila, cleo)]).toEqual([
    'demandee',
    'deja',
    'refuse',
  ])
  const mission = (recoit: Connectee, envoie: Connectee, etat: 'ferme' | 'faite', n: number) =>
    base.maintenance((tx) =>
      poserMission(tx, { pole, recoit, envoie, etat, jour: ajouterJours(aujourdhui, n) }),
    )
  const remettre = async (qui: Connectee) => {
    const id = await mission(ana, qui, 'ferme', 40)
    return en(qui, (tx) =>
      donnerRemise(
        tx,
        {
          id: remise as never,
          mission: id,
          version: 1,
          jusquAu: ajouterJours(aujourdhui, 90),
          empreinte: Buffer.alloc(32, 1),
          signature: Buffer.alloc(64, 1),
          cle: Buffer.alloc(32, 1),
          pieces: [{ genre: 'cv', le: aujourdhui, octets: Buffer.from('chiffrée') }],
        },
        le,
      ),
    )
  }
  expect([await remettre(lila), await remettre(cleo)]).toEqual(['remis', 'refuse'])
  const dire = async (recoit: Connectee, envoie: Connectee) => {
    const id = await mission(recoit, envoie, 'faite', -10)
    return en(recoit, (tx) => ecrireRetour(tx, retour as never, id, 'Un groupe tenu avec soin.', le))
  }
  expect([await dire(ana, lila), await dire(lila, cleo)]).toEqual(['ecrit', 'refuse'])
})
