import type pg from 'pg'
import { afterEach } from 'vitest'
import { tokenDigest } from '#platform/auth/token.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { gestesDe } from '../../src/modules/comptes/gestes/composer.ts'
import { poserAdhesion, poserCompte } from '../../src/modules/comptes/test/comptes.ts'
import { baseNeuve, codeSql, graine, semer } from '../base/index.ts'

/** Deux organismes semés, trois comptes du premier, et deux connexions nues sous le rôle web : celles de l'intrus. */
export const monterIntrus = async () => {
  const base = await baseNeuve()
  const admin = await base.client('admin')
  const web = await base.client('coforme_web')
  const complice = await base.client('coforme_web')
  const keys = keysFromSeed('intrus')
  const gestes = gestesDe({ db: base.db, keys })
  const phrase = 'un tilleul devant la mairie'

  const [gA, gB] = [graine('A'), graine('B')]
  // L’intrus n’est pas d’une démonstration.
  await admin.query('delete from plateforme.demonstration')
  await base.maintenance(async (tx) => {
    await semer(tx, gA)
    await semer(tx, gB)
  })
  const codeDe = async (o: string) =>
    String(
      (await admin.query('select code from organisme.organisme where organisme_id = $1', [o])).rows[0]?.code,
    )
  const a = { organisme: gA.organisme, activite: gA.activites[0], code: await codeDe(gA.organisme) }
  const b = { organisme: gB.organisme, activite: gB.activites[0], code: await codeDe(gB.organisme) }
  const autreEnseigne = gA.activites[1]

  const membre = async (courriel: string, plus: { instance?: boolean; formateur?: boolean } = {}) => {
    const id = await base.maintenance(async (tx) => {
      const compte = await poserCompte(tx, keys, {
        courriel,
        nom: 'Membre',
        motDePasse: phrase,
        administreInstance: plus.instance ?? false,
      })
      await poserAdhesion(tx, {
        organisme: a.organisme,
        compte,
        roles: [plus.formateur ? 'formateur' : 'administration'],
        ...(plus.formateur ? { portee: [a.activite] } : {}),
      })
      return compte
    })
    const e = await gestes.connecter({
      courriel,
      motDePasse: phrase,
      adresse: courriel,
      agent: '',
      retenue: false,
    })
    if (!e.ok) throw new Error(e.error.code)
    // Qui administre l’instance a son second facteur : sans lui, la base ne la reconnaît pas.
    if (plus.instance)
      await admin.query(`update compte.compte set totp = '\\x01', totp_le = now() where id = $1`, [id])
    return { id, courriel, jeton: tokenDigest(e.value.jeton) }
  }
  const chef = await membre('chef@exemple.example')
  const formateur = await membre('formateur@exemple.example', { formateur: true })
  const agente = await membre('agente@exemple.example', { instance: true })

  afterEach(async () => {
    await web.query('rollback; reset all')
    await complice.query('rollback; reset all')
  })
  /** Le code du refus, dans une transaction défaite ; « passe » si l'attaque a abouti. */
  const essayer = async (texte: string, valeurs: unknown[] = [], avant?: () => Promise<unknown>) => {
    await web.query('begin')
    try {
      await avant?.()
      return (await codeSql(() => web.query(texte, valeurs))) ?? 'passe'
    } finally {
      await web.query('rollback')
    }
  }
  const ouvrir = (qui: { jeton: Uint8Array }, c: pg.Client = web) =>
    c.query('select * from porte.ouvrir_session($1)', [qui.jeton])
  const un = async (c: pg.Client, texte: string, valeurs: unknown[] = []) =>
    Object.values((await c.query(texte, valeurs)).rows[0] ?? {})[0]
  const tables = (
    await admin.query<{ nom: string; famille: string }>(
      `select nom, famille from app.famille where nom <> 'app.famille'`,
    )
  ).rows

  return {
    base,
    admin,
    web,
    complice,
    a,
    b,
    autreEnseigne,
    membre,
    chef,
    formateur,
    agente,
    essayer,
    ouvrir,
    un,
    tables,
  }
}
