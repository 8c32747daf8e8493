/**
 * L’échafaudage d’un envoi, une fois : lire la chose, juger le droit, répondre 404 ou 403, lire le formulaire, garder ce qui était
 * écrit, dire le refus, renvoyer. `geste` : une adresse, un formulaire. `pageEtGestes` : une page, et un envoi par `<page>/<nom>`.
 * Restent à la main : les liens sans compte, les flux, les pages qui relisent ce qui a changé entre-temps. Pourquoi : ADR 0018.
 */
import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { z } from 'zod'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Env, Flash, Visiteur } from '#web/env.ts'
import {
  emptyForm,
  type FormOf,
  type FormState,
  type Initial,
  type ReadOptions,
  readForm,
  withAlert,
  withErrors,
} from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import type { Lien, ParamsDe } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import type { Droit } from '../domain/droits.ts'
import { exigerDroit } from './droits.ts'

type Attendu<T> = T | Promise<T>

/** Qui regarde, quand, ce que l’adresse demande après son `?`, et si la page s’apprête à écrire (alors, verrouiller ce qu’on lit). */
export type Ici = {
  readonly visiteur: Visiteur
  readonly le: Date
  readonly ecrit: boolean
  readonly demande: (nom: string) => string | undefined
}
/** Ce qu’un geste reçoit. `cle` : celle du formulaire, pour qu’un double envoi n’écrive qu’une fois. */
export type Envoi<Lu, Data, Avant = undefined> = Ici & {
  readonly lu: Lu
  readonly data: Data
  readonly cle: string
  readonly avant: Avant
}
/** `champs` : la faute de chacun, sous lui ; sans eux, la phrase se lit en tête de la page. Une faute d’écriture répond 422 ; ce que la base tient déjà (`conflit`), ou un refus sans champ, 409. */
export type RefusDeGeste = Refus & {
  readonly champs?: Readonly<Record<string, string>>
  readonly conflit?: boolean
}
type Faire<Lu, Data, Fait, Avant = undefined> = (
  tx: TenantTx,
  envoi: Envoi<Lu, Data, Avant>,
) => Promise<Result<Fait, RefusDeGeste>>
/** Où mener quand c’est fait, et ce que la page d’après en dit. */
type Suite = { readonly vers: string; readonly dit: Flash }

type Lecture<P extends string, Lu> = {
  readonly lien: Lien<P>
  readonly droit: Droit
  /** Rien : la même page 404, que la chose n’existe pas ou ne soit pas à soi. */
  readonly lire: (tx: TenantTx, params: ParamsDe<P>, ici: Ici) => Promise<Lu | undefined>
  /** Vrai, ou la phrase qui dit pourquoi non (403). */
  readonly peut?: (lu: Lu, ici: Ici) => true | string
}
type Statut = 200 | 409 | 413 | 415 | 422

const ouvrir = <P extends string, Lu>(
  c: Context<Env>,
  l: Pick<Lecture<P, Lu>, 'lire' | 'peut'>,
  ecrit: boolean,
  suite: (tx: TenantTx, lu: Lu, ici: Ici) => Promise<Response>,
): Promise<Response> => {
  const { db, clock } = c.get('services')
  return pourVisiteur(c, db, async (tx, visiteur) => {
    const ici: Ici = { visiteur, le: clock.now(), ecrit, demande: (nom) => c.req.query(nom) }
    const lu = await l.lire(tx, c.req.param() as unknown as ParamsDe<P>, ici)
    if (lu === undefined) return notFound(c)
    const permis = l.peut?.(lu, ici) ?? true
    return permis === true ? suite(tx, lu, ici) : forbidden(c, permis)
  })
}

/** Le corps se lit avant la transaction : un envoi lent ne la tient pas ouverte. */
const envoyer = async <P extends string, S extends z.ZodType, Lu, Fait, Avant>(
  c: Context<Env>,
  l: Pick<Lecture<P, Lu>, 'lire' | 'peut'>,
  g: {
    readonly champs: S
    readonly corps?: ReadOptions | undefined
    readonly avant?: ((data: z.output<S>) => Promise<Avant>) | undefined
    readonly faire: Faire<Lu, z.output<S>, Fait, Avant>
    readonly suite: (fait: Fait, lu: Lu) => Suite
  },
  montrer: (tx: TenantTx, lu: Lu, form: FormOf<S>, ici: Ici) => Attendu<Child>,
): Promise<Response> => {
  const read = await readForm(g.champs, c, g.corps)
  const avant = (read.ok ? await g.avant?.(read.data) : undefined) as Avant
  return ouvrir(c, l, true, async (tx, lu, ici) => {
    const rendre = async (form: FormOf<S>, statut: Statut) =>
      c.html((await montrer(tx, lu, form, ici)) as string, statut)
    if (!read.ok) return rendre(read.form, read.status)
    const fait = await g.faire(tx, { ...ici, lu, data: read.data, cle: read.jeton ?? newId(ici.le), avant })
    if (fait.ok) {
      const { vers, dit } = g.suite(fait.value, lu)
      return redirectWith(c, vers, dit)
    }
    const { champs, phrase, conflit = false } = fait.error
    return champs
      ? rendre(withErrors(read.form, champs as never) as FormOf<S>, conflit ? 409 : 422)
      : rendre(withAlert(read.form, phrase), 409)
  })
}

/**
 * Une adresse, un formulaire, un geste. `depart` : ce que le formulaire montre d’abord. `avant` : ce qui se lit avant la transaction, un
 * fichier du dehors dans son fil.
 */
export const geste = <const P extends string, S extends z.ZodType, Lu, Fait, Avant = undefined>(
  g: Lecture<P, Lu> & {
    readonly champs: S
    readonly corps?: ReadOptions
    readonly depart?: (
      tx: TenantTx,
      lu: Lu,
      ici: Ici,
    ) => Attendu<Partial<Record<keyof z.input<S> & string, Initial>>>
    readonly vue: (lu: Lu, form: FormOf<S>, ici: Ici, tx: TenantTx) => Attendu<Child>
    readonly avant?: (data: z.output<S>) => Promise<Avant>
    readonly faire: Faire<Lu, z.output<S>, Fait, Avant>
    readonly suite: (fait: Fait, lu: Lu) => Suite
  },
): Hono<Env> =>
  new Hono<Env>()
    .get(g.lien.modele, exigerDroit(g.droit), (c) =>
      ouvrir(c, g, false, async (tx, lu, ici) =>
        c.html(
          (await g.vue(
            lu,
            emptyForm<keyof z.input<S> & string>(undefined, await g.depart?.(tx, lu, ici)),
            ici,
            tx,
          )) as string,
        ),
      ),
    )
    .post(g.lien.modele, exigerDroit(g.droit), (c) =>
      envoyer(c, g, g, (tx, lu, form, ici) => g.vue(lu, form, ici, tx)),
    )

type Jouer<Lu> = {
  readonly champs: z.ZodType
  readonly droit: Droit
  readonly peut?: (lu: Lu, ici: Ici) => true | string
  readonly faire: Faire<Lu, never, unknown>
  readonly suite: (fait: never, lu: Lu) => Suite
}

/** Un envoi d’une page qui en reçoit plusieurs ; ce qu’il rend ne sort pas d’ici, et se déduit. */
export const petitGeste = <S extends z.ZodType, Lu, Fait>(g: {
  readonly champs: S
  readonly droit: Droit
  readonly peut?: (lu: Lu, ici: Ici) => true | string
  readonly faire: Faire<Lu, z.output<S>, Fait>
  readonly suite: (fait: NoInfer<Fait>, lu: NoInfer<Lu>) => Suite
}): Jouer<Lu> => g as unknown as Jouer<Lu>

/** Une page et ses gestes. `vue` reçoit le formulaire revenu et le nom de son geste ; sur un simple regard, aucun. */
export const pageEtGestes = <const P extends string, Lu>(
  p: Lecture<P, Lu> & {
    readonly vue: (
      tx: TenantTx,
      lu: Lu,
      revenu: { readonly geste: string; readonly form: FormState } | undefined,
      ici: Ici,
    ) => Attendu<Child>
    readonly gestes: Readonly<Record<string, Jouer<Lu>>>
  },
): Hono<Env> => {
  const app = new Hono<Env>().get(p.lien.modele, exigerDroit(p.droit), (c) =>
    ouvrir(c, p, false, async (tx, lu, ici) => c.html((await p.vue(tx, lu, undefined, ici)) as string)),
  )
  for (const [nom, g] of Object.entries(p.gestes))
    app.post(`${p.lien.modele}/${nom}`, exigerDroit(g.droit), (c) =>
      envoyer(
        c,
        {
          lire: p.lire,
          peut: (lu, ici) => {
            const permis = p.peut?.(lu, ici) ?? true
            return permis === true ? (g.peut?.(lu, ici) ?? true) : permis
          },
        },
        g as never,
        (tx, lu: Lu, form, ici) => p.vue(tx, lu, { geste: nom, form }, ici),
      ),
    )
  return app
}
