// Tuer le serveur sous la charge des signatures. Le serveur de `npm start`, de vrais liens, par HTTP ; à des instants
// tirés d'une graine, SIGKILL au groupe du serveur, à PostgreSQL, ou aux deux. Après chaque départ, toute signature
// acquittée est au registre une fois, sous le numéro et l'empreinte dits à qui a signé ; celle dont la réponse s'est
// perdue se renvoie, et ne fait pas deux ; la chaîne se vérifie.
//
// COFORME_MORTS : combien de morts (cinq ici, pour que la suite reste courte ; cinquante à chaque version).
// COFORME_GRAINE rejoue les mêmes tirages.
import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import { heureLocale, type Zone, zones } from '#kernel/zones.ts'
import { poserSessionDEssai, type SessionDEssai } from '#modules/emargement/test/session-d-essai.ts'
import { newToken, tokenDigest } from '#platform/auth/token.ts'
import { newId, openMaintenance } from '#platform/db/index.ts'
import {
  dossierNeuf,
  hasardDe,
  lancerGeste,
  ranger,
  serveurDe,
  surUnPort,
  tuer,
  veilleurDe,
} from './outils.ts'

const morts = Number(process.env.COFORME_MORTS ?? 5)
const graine = Number(process.env.COFORME_GRAINE ?? Date.now() % 1_000_000_007)
const hasard = hasardDe(graine)
const jusqua = (n: number): number => 1 + Math.floor(hasard() * n)

const clients = 16
/** Au plus, entre deux morts : de quoi mourir au premier envoi comme en pleine vitesse. */
const parVie = 60

const dossier = dossierNeuf()
let vivant: ReturnType<typeof lancerGeste> | undefined
afterAll(async () => {
  tuer(-(vivant?.processus.pid ?? 0) || undefined)
  await vivant?.fin
  tuer(serveurDe(dossier)?.pid, 'SIGQUIT')
  await vi.waitFor(() => expect(serveurDe(dossier)).toBeUndefined(), { timeout: 120_000 })
  ranger(dossier)
})

type Recu = { readonly numero: number; readonly empreinte: string }
type Lien = {
  readonly jeton: string
  readonly inscription: string
  envois: number
  /** Ce qui a été répondu, en entier, à qui signait. */
  recu?: Recu
}
type EntreeDuRegistre = {
  readonly numero: string
  readonly contenu: string
  readonly empreinte: Buffer
  readonly objet: Buffer
}

/** La salle est là où il est le plus près de midi : l'essai passe à toute heure. */
const midi = (maintenant: Date): { zone: Zone; date: string; minute: number } =>
  (Object.keys(zones) as Zone[])
    .map((zone) => ({ zone, ...heureLocale(maintenant, zone) }))
    .reduce((a, b) => (Math.abs(b.minute - 720) < Math.abs(a.minute - 720) ? b : a))

const enBase = async <T>(
  travail: (
    tx: Parameters<Parameters<ReturnType<typeof openMaintenance>['withMaintenance']>[0]>[0],
  ) => Promise<T>,
): Promise<T> => {
  const serveur = serveurDe(dossier)
  const maintenance = openMaintenance({
    host: serveur?.prise ?? '',
    port: serveur?.port ?? 0,
    user: 'coforme_migrator',
    database: 'coforme',
  })
  try {
    return await maintenance.withMaintenance(travail)
  } finally {
    await maintenance.close()
  }
}

/** Une séance en cours et `n` inscrits, chacun avec son lien. */
const poser = (n: number): Promise<{ fil: SessionDEssai; liens: Lien[] }> =>
  enBase(async (tx) => {
    const { zone, date, minute } = midi(new Date())
    const fil = await poserSessionDEssai(tx, {
      zone,
      jour: date,
      creneaux: [[minute - 60, minute + 120]],
      stagiaires: n,
    })
    const liens: Lien[] = []
    for (const inscription of fil.inscriptions) {
      const [jeton, invitation] = [newToken(), newId()]
      await sql`insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
        values (${fil.organisme}, ${invitation}, ${fil.activite}, ${inscription}, ${fil.seances[0]}, now())`.execute(
        tx,
      )
      await sql`insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
        values (${tokenDigest(jeton)}, 'emargement', ${fil.organisme}, ${fil.activite}, ${invitation},
          now() + interval '1 day')`.execute(tx)
      liens.push({ jeton, inscription, envois: 0 })
    }
    return { fil, liens }
  })

/** L'envoi du formulaire. Une réponse coupée, même d'un octet, n'acquitte rien : elle rejette. */
const envoyer = (agent: Agent, origine: string, jeton: string): Promise<{ statut: number; texte: string }> =>
  new Promise((fait, rate) => {
    const corps = 'attestation=oui'
    const demande = request(
      `${origine}/emargement/${jeton}`,
      {
        agent,
        method: 'POST',
        headers: {
          origin: origine,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': corps.length,
        },
      },
      (reponse) => {
        let texte = ''
        reponse.setEncoding('utf8').on('data', (bout: string) => {
          texte += bout
        })
        reponse.on('error', rate)
        reponse.on('close', () =>
          reponse.complete ? fait({ statut: reponse.statusCode ?? 0, texte }) : rate(new Error('coupée')),
        )
      },
    )
    demande.on('error', rate)
    demande.end(corps)
  })

const lireRecu = (texte: string): Recu => {
  const de = (terme: string) =>
    new RegExp(`<dt>${terme}</dt><dd>([^<]+)</dd>`).exec(texte)?.[1]?.replaceAll(' ', '') ?? ''
  const recu = { numero: Number(de('Entrée du registre')), empreinte: de('Empreinte') }
  expect(recu.empreinte, texte).toMatch(/^[0-9a-f]{64}$/)
  return recu
}

/** La chaîne, refaite ici d'après `docs/registre.md`, sans une ligne du module. */
const relireLaChaine = (organisme: string, entrees: readonly EntreeDuRegistre[]): void => {
  const sha = (...bouts: (string | Buffer)[]) =>
    bouts.reduce((h, b) => h.update(b), createHash('sha256')).digest()
  let precedente = sha(`coforme-registre/1 ${organisme}`)
  for (const [i, { numero, objet, contenu, empreinte }] of entrees.entries()) {
    expect(numero, 'un numéro manque').toBe(String(i + 1))
    const rang = Buffer.alloc(8)
    rang.writeBigInt64BE(BigInt(numero))
    precedente = sha(precedente, rang, objet, sha(contenu))
    expect(empreinte.equals(precedente), `entrée ${numero} : la chaîne est rompue`).toBe(true)
  }
}

/** Ce que la base garde, face à ce qui fut répondu. */
const verifier = async ({ fil, liens }: { fil: SessionDEssai; liens: readonly Lien[] }): Promise<number> => {
  const { entrees, signatures } = await enBase(async (tx) => ({
    entrees: (
      await sql<EntreeDuRegistre>`select numero::text as numero, contenu, empreinte, objet from emargement.maillon
        where organisme_id = ${fil.organisme} order by maillon.numero`.execute(tx)
    ).rows,
    signatures: (
      await sql<{
        inscription: string
      }>`select inscription_id as inscription from emargement.signature where organisme_id = ${fil.organisme}`.execute(
        tx,
      )
    ).rows,
  }))
  relireLaChaine(fil.organisme, entrees)
  const inscrites = new Map<string, number[]>()
  for (const { numero, contenu } of entrees) {
    const lu = JSON.parse(contenu) as { genre: string; inscription: string; doublon: boolean }
    expect(lu).toMatchObject({ genre: 'presence', doublon: false })
    inscrites.set(lu.inscription, [...(inscrites.get(lu.inscription) ?? []), Number(numero)])
  }
  for (const { inscription, recu } of liens) {
    if (!recu) continue
    expect(inscrites.get(inscription), 'une signature acquittée, une entrée').toEqual([recu.numero])
    expect(entrees[recu.numero - 1]?.empreinte.toString('hex')).toBe(recu.empreinte)
  }
  for (const [inscription, numeros] of inscrites)
    expect(numeros, `inscription ${inscription} : deux entrées`).toHaveLength(1)
  expect(signatures.map((s) => s.inscription).sort()).toEqual([...inscrites.keys()].sort())
  return entrees.length
}

// Le même d'un départ à l'autre, comme chez qui installe : la garde des formulaires compare l'origine.
let port = ''
const lancer = (PORT: string) => {
  vivant = lancerGeste('servir', { PORT, COFORME_DONNEES: dossier, COFORME_DEMO: 'non' }, { groupe: true })
  return vivant
}
const demarrer = async (): Promise<string> => {
  if (port !== '') return lancer(port).adresse()
  const premier = await surUnPort(lancer)
  port = premier.port
  return premier.lance.adresse()
}

/** Tue par numéro ce que dit le tirage, et attend la mort du serveur. */
const frapper = async (cible: number): Promise<void> => {
  const serveur = vivant
  const postgres = serveurDe(dossier)?.pid
  const veilleur = postgres === undefined ? undefined : veilleurDe(postgres)
  if (cible < 0.2)
    tuer(postgres) // PostgreSQL seule : le serveur le dit et s'arrête.
  else {
    if (cible > 0.7) tuer(postgres)
    if (cible > 0.85) tuer(veilleur)
    tuer(-(serveur?.processus.pid ?? 0))
  }
  await serveur?.fin
  vivant = undefined
}

test(`${morts} morts sous la charge des signatures n’en perdent ni n’en doublent aucune (graine ${graine})`, async () => {
  let origine = await demarrer()
  const pose = await poser(morts * parVie)
  const file = [...pose.liens]
  let [perdues, retrouvees] = [0, 0]

  /** Un envoi, et ce qu'il apprend ; faux si la réponse s'est perdue avec le serveur. */
  const signer = async (agent: Agent, lien: Lien, mourant: () => boolean): Promise<boolean> => {
    lien.envois += 1
    let reponse: Awaited<ReturnType<typeof envoyer>> | undefined
    try {
      reponse = await envoyer(agent, origine, lien.jeton)
    } catch (erreur) {
      if (!mourant()) throw erreur
    }
    // 5xx : PostgreSQL vient de mourir sous la demande, rien n'est acquitté.
    if (!reponse || (reponse.statut >= 500 && mourant())) {
      perdues += 1
      return false
    }
    // « Déjà signé » : c'est la réponse d'avant qui s'était perdue, jamais la signature.
    expect([200, lien.envois > 1 ? 409 : 200], reponse.texte).toContain(reponse.statut)
    if (reponse.statut === 409) retrouvees += 1
    lien.recu = lireRecu(reponse.texte)
    return true
  }

  for (let mort = 1; mort <= morts; mort++) {
    const agent = new Agent({ keepAlive: true })
    const [apres, cible, retard] = [jusqua(parVie - clients), hasard(), hasard() * 8]
    let acquittees = 0
    let frappe: Promise<void> | undefined
    const frapperBientot = async () => {
      // Permis : mourir à un instant quelconque d’une écriture est l’épreuve même, aucun fait ne le marque.
      await new Promise((fait) => setTimeout(fait, retard))
      await frapper(cible)
    }
    const client = async () => {
      while (vivant) {
        const lien = file.shift()
        if (!lien) return
        if (!(await signer(agent, lien, () => frappe !== undefined))) {
          file.unshift(lien)
          return
        }
        acquittees += 1
        if (acquittees >= apres) frappe ??= frapperBientot()
      }
    }
    await Promise.all(Array.from({ length: clients }, client))
    expect(frappe, 'le serveur est mort sous la charge').toBeDefined()
    await frappe
    agent.destroy()
    origine = await demarrer()
    await verifier(pose)
  }

  // Ce qui s'est perdu se renvoie : signé maintenant, ou déjà signé.
  const agent = new Agent({ keepAlive: true })
  for (const lien of pose.liens)
    if (lien.envois > 0 && !lien.recu) expect(await signer(agent, lien, () => false)).toBe(true)
  agent.destroy()
  const signees = pose.liens.filter((l) => l.recu).length
  expect(await verifier(pose)).toBe(signees)
  expect(perdues, 'aucune réponse ne s’est perdue : on ne mourait pas sous la charge').toBeGreaterThan(0)

  const relue = lancerGeste(
    'commande',
    { COFORME_DONNEES: dossier, COFORME_DEMO: 'non' },
    { args: ['registre', 'verifier-base', '--organisme', pose.fil.code] },
  )
  expect(await relue.fin, relue.vu.erreur).toBe(0)
  expect(relue.vu.sortie).toMatch(new RegExp(`^Registre sain : ${signees} entrées`))
  console.info(
    `${morts} morts, ${signees} signatures acquittées, ${perdues} réponses perdues, dont ${retrouvees} signatures déjà au registre.`,
  )
})
