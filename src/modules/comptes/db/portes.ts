import { sql } from 'kysely'
import type { Database, PublicTx } from '#platform/db/index.ts'
import type { LienLu, MotDePassePose, Naissance, Portes, SecondFacteur, Sel } from '../domain/ports.ts'

const octets = (o: Uint8Array) => sql`${Buffer.from(o)}::bytea`
const tableau = (os: readonly Uint8Array[]) => sql`array[${sql.join(os.map(octets))}]::bytea[]`

const naissance = (n: Naissance) =>
  sql`${n.organisme}::uuid, ${n.activite}::uuid, ${n.code}, ${n.nom}, ${n.forme}, ${n.societe ?? null}::text, ${n.cae ?? false}::boolean, ${n.siret}, ${n.compte}::uuid, ${n.courriel}, ${n.prenom}, ${n.nomPersonne}`
const pose = (m: MotDePassePose) => sql`${octets(m.sel)}, ${m.parametres}, ${octets(m.derivee)}`

/** Une réponse d'une porte qui n'en rend qu'une. */
const une = async <T>(db: Database, appel: (tx: PublicTx) => Promise<{ rows: T[] }>): Promise<T> => {
  const { rows } = await db.withoutTenant(appel)
  const [ligne] = rows
  if (ligne === undefined) throw new Error('Une porte n’a rien répondu.')
  return ligne
}

/** Les portes vues de l'application : chacune dans sa transaction, sans organisme. */
export const portesDe = (db: Database): Portes => {
  const vrai = async (question: ReturnType<typeof sql<{ r: boolean }>>) =>
    (await une(db, (tx) => question.execute(tx))).r
  return {
    sel: (courriel) =>
      une(db, (tx) => sql<Sel>`select sel, parametres from porte.sel(${courriel})`.execute(tx)),
    async connecter(courriel, derivee, jeton, agent, retenue) {
      const { r } = await une(db, (tx) =>
        sql<{
          r: 'ouverte' | 'second-facteur' | null
        }>`select porte.connecter(${courriel}, ${octets(derivee)}, ${octets(jeton)}, ${agent}, ${retenue}) as r`.execute(
          tx,
        ),
      )
      return r
    },
    compter: (cle, decider) =>
      db.withoutTenant(async (tx) => {
        const { rows } = await sql<{
          nombre: number | null
          dernier_le: Date | null
          maintenant: Date
        }>`select nombre, dernier_le, maintenant from porte.echecs(${octets(cle)})`.execute(tx)
        const e = rows[0]
        if (!e) throw new Error('Une porte n’a rien répondu.')
        const echecs =
          e.nombre !== null && e.dernier_le ? { nombre: e.nombre, dernierLe: e.dernier_le } : undefined
        const { rendu, nombre } = decider(echecs, e.maintenant)
        if (nombre !== undefined)
          await sql`select porte.noter_echecs(${octets(cle)}, ${nombre}::integer)`.execute(tx)
        return rendu
      }),
    async noterEchecs(cle, nombre) {
      await db.withoutTenant((tx) =>
        sql`select porte.noter_echecs(${octets(cle)}, ${nombre}::integer)`.execute(tx),
      )
    },
    async fermer(jeton) {
      await db.withoutTenant((tx) => sql`select porte.fermer_session(${octets(jeton)})`.execute(tx))
    },
    tournerJeton: async (ancien, neuf) =>
      (
        await db.withoutTenant((tx) =>
          sql<{
            r: boolean | null
          }>`select porte.tourner_jeton(${octets(ancien)}, ${octets(neuf)}) as r`.execute(tx),
        )
      ).rows[0]?.r ?? null,
    changerMotDePasse: (jeton, ancienne, neuf) =>
      vrai(sql`select porte.changer_mot_de_passe(${octets(jeton)}, ${octets(ancienne)}, ${pose(neuf)}) as r`),
    revoquerSession: async (jeton, derivee, id) =>
      (
        await une(db, (tx) =>
          sql<{
            n: number | null
          }>`select porte.revoquer_session(${octets(jeton)}, ${octets(derivee)}, ${id}::uuid) as n`.execute(
            tx,
          ),
        )
      ).n,
    changerNom: (jeton, prenom, nom) =>
      vrai(sql`select porte.changer_nom(${octets(jeton)}, ${prenom}, ${nom}) as r`),
    async secondFacteur(jeton) {
      const { rows } = await db.withoutTenant((tx) =>
        sql<SecondFacteur>`select compte, courriel, etat, chiffre, actif, secours, maintenant from porte.second_facteur(${octets(jeton)})`.execute(
          tx,
        ),
      )
      return rows[0]
    },
    confirmerSecondFacteur: (jeton, pas, preuve) =>
      vrai(
        sql`select porte.confirmer_second_facteur(${octets(jeton)}, ${pas}::bigint, ${octets(preuve)}) as r`,
      ),
    employerSecours: (jeton, empreinte) =>
      vrai(sql`select porte.employer_secours(${octets(jeton)}, ${octets(empreinte)}) as r`),
    proposerSecondFacteur: (jeton, chiffre) =>
      vrai(sql`select porte.proposer_second_facteur(${octets(jeton)}, ${octets(chiffre)}) as r`),
    activerSecondFacteur: (jeton, derivee, pas, preuve, secours) =>
      vrai(
        sql`select porte.activer_second_facteur(${octets(jeton)}, ${octets(derivee)}, ${pas}::bigint, ${octets(preuve)}, ${tableau(secours)}) as r`,
      ),
    renouvelerSecours: (jeton, derivee, secours) =>
      vrai(
        sql`select porte.renouveler_secours(${octets(jeton)}, ${octets(derivee)}, ${tableau(secours)}) as r`,
      ),
    retirerSecondFacteur: (jeton, derivee) =>
      vrai(sql`select porte.retirer_second_facteur(${octets(jeton)}, ${octets(derivee)}) as r`),
    reconnaitreAppareil: async (jeton, appareil) =>
      (
        await db.withoutTenant((tx) =>
          sql<{
            r: boolean | null
          }>`select porte.reconnaitre_appareil(${octets(jeton)}, ${octets(appareil)}) as r`.execute(tx),
        )
      ).rows[0]?.r ?? null,
    async lireLien(jeton) {
      const { rows } = await db.withoutTenant((tx) =>
        sql<LienLu>`select usage, compte, courriel, prenom, nom, coalesce(a_mot_de_passe, false) as "aMotDePasse",
          organisme, organisme_nom as "organismeNom", activite, objet from porte.lire_lien(${octets(jeton)})`.execute(
          tx,
        ),
      )
      return rows[0]
    },
    accepterInvitation: (lien, prenom, nom, neuf) =>
      vrai(sql`select porte.accepter_invitation(${octets(lien)}, ${prenom}, ${nom},
        ${neuf ? pose(neuf) : sql`null::bytea, null::text, null::bytea`}) as r`),
    reinitialiser: (lien, neuf) => vrai(sql`select porte.reinitialiser(${octets(lien)}, ${pose(neuf)}) as r`),
    async demanderReinitialisation(courriel) {
      await db.withoutTenant((tx) => sql`select porte.demander_reinitialisation(${courriel})`.execute(tx))
    },
    async fonderInstance(n, m) {
      const { r } = await une(db, (tx) =>
        sql<{ r: string | null }>`select porte.fonder_instance(${naissance(n)}, ${pose(m)}) as r`.execute(tx),
      )
      return r
    },
    async creerOrganisme(jeton, n) {
      const { r } = await une(db, (tx) =>
        sql<{
          r: string | null
        }>`select porte.creer_organisme(${octets(jeton)}, ${naissance(n)}) as r`.execute(tx),
      )
      return r
    },
  }
}
