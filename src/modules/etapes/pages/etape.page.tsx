/** Relire une étape sur cette session : les mots, chacun, le jour ; puis l’armer, ou l’arrêter. Rien ne s’arme sans cette page. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { HEURE_DU_MATIN } from '#kernel/heures.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Alert, Button, Courriel, Definitions, Empty, Etat, Form, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { type ArretLu, listerArrets } from '../db/arrets.ts'
import {
  type Armee,
  armeeDe,
  armementsDe,
  type EtapeReglee,
  empreinteDe,
  lireReglages,
} from '../db/reglages.ts'
import { asCode, direQuand, motPublic } from '../domain/etapes.ts'
import { jourDe } from '../domain/plan.ts'
import { tenirUneEtape } from '../gestes/armer.ts'
import { type Apercu, apercevoir } from '../lecture/apercu.ts'
import { envoisUrl, etapeUrl, reglerEtapeUrl } from '../liens.ts'
import { cheminSession, chemins, Motif, peutRegler, pourEnvois } from './commun.tsx'

const chemin = `${cheminSession}/etapes/:code` as const
const fields = z.object({ vu: texte({ max: 64 }), motif: facultatif(texte({ max: 300 })) })
type Formulaire = FormOf<typeof fields>

type Vu = {
  readonly session: SessionLue
  readonly e: EtapeReglee
  readonly apercu: Apercu
  readonly armee: Armee
  readonly arret: ArretLu | undefined
  readonly regle: boolean
  readonly form: Formulaire
}

/** Au-delà, la page serait un rouleau : les premiers suffisent à relire, tous recevront les mêmes mots. */
const montres = 12

const motArmee: Readonly<Record<Exclude<Armee, false>, string>> = {
  session: 'armée pour cette session',
  partout: 'armée pour toutes les sessions',
  'a-relire': 'changée depuis : à relire avant de partir',
}

const Vue = ({ session, e, apercu, armee, arret, regle, form }: Vu) => {
  const url = etapeUrl({ session: session.id, code: e.code })
  const jour =
    session.debut && session.fin ? jourDe({ debut: session.debut, fin: session.fin }, e) : undefined
  return (
    <Page
      title={e.nom}
      lede={`${e.phrase} Relisez ce qui partirait : rien ne part seul sans avoir été lu ici.`}
      path={[
        ...chemins(session),
        { libelle: 'Envois et attentes', href: envoisUrl({ session: session.id }) },
      ]}
      alert={form.alert}
    >
      {arret ? (
        <Alert genre="mal" fort="Arrêté.">
          {arret.code
            ? 'Cette étape est arrêtée'
            : arret.session
              ? 'Les envois de cette session sont arrêtés'
              : 'Tous les envois de la coopérative sont arrêtés'}
          {arret.motif ? ` : ${arret.motif}` : ''}. Armée ou non, elle ne part pas.
        </Alert>
      ) : null}
      <Section
        titre="Ce qui partirait"
        id="quand"
        {...(regle
          ? { outils: [{ libelle: 'Changer le jour ou les mots', href: reglerEtapeUrl({ code: e.code }) }] }
          : {})}
      >
        <Definitions
          lignes={[
            [
              'À',
              `${motPublic[e.publics].toLowerCase()} : ${compter(apercu.courriels.length, 'courriel', { zero: 'personne' })}`,
            ],
            [
              'Quand',
              e.ancre === 'demi' || !jour
                ? direQuand(e)
                : `le ${formaterDate(jour, 'complet')} à partir de ${HEURE_DU_MATIN} h (${direQuand(e)})`,
            ],
            [
              'Rappels',
              e.relances.length === 0
                ? 'aucun'
                : `${enumerer(e.relances.map((n) => compter(n, 'jour')))} après, à qui n’a pas accusé réception, et plus jamais ensuite`,
            ],
            ['Source', `${e.source.texte} (${e.source.marque})`],
            [
              'État',
              armee ? (
                <Etat etat={armee === 'a-relire' ? 'partiel' : 'prouve'} mot={motArmee[armee]} />
              ) : (
                <Etat etat="a-venir" mot="ne part pas seule" />
              ),
            ],
          ]}
        />
        {apercu.muets.length > 0 ? (
          <p>
            <Etat etat="manquant" mot="sans courriel" /> {enumerer(apercu.muets.map((m) => m.nom))} : rien ne
            leur partira.
          </p>
        ) : null}
      </Section>
      <Section
        titre="Mot pour mot"
        id="apercu"
        sous={compter(apercu.courriels.length, 'courriel', { zero: 'aucun' })}
      >
        {apercu.courriels.length === 0 ? (
          <Empty titre="Personne ne le recevrait aujourd’hui">
            Inscrivez des personnes, avec leur courriel : chacune le recevra à son jour, tel que vous l’aurez
            relu sur une autre session.
          </Empty>
        ) : (
          <>
            {apercu.courriels.slice(0, montres).map((x, i) => (
              <details open={i === 0}>
                <summary>
                  À {x.nom}, {x.a}
                </summary>
                <Courriel objet={x.objet} texte={x.texte} />
              </details>
            ))}
            {apercu.courriels.length > montres ? (
              <p class="sub">Et {apercu.courriels.length - montres} de plus, avec les mêmes mots.</p>
            ) : null}
          </>
        )}
      </Section>
      <Section titre="Armer" id="armer">
        <Form form={form} action={url} classe="arret">
          <input type="hidden" name="vu" value={empreinteDe(e)} />
          {e.active ? (
            <p>
              Armée, l’étape part seule à son jour, une fois par personne. Changez ses mots ou son jour, et
              elle attend d’être relue.
            </p>
          ) : (
            <p>
              Cette étape n’est pas active dans votre coopérative.{' '}
              {regle ? (
                <a href={reglerEtapeUrl({ code: e.code })}>L’activer</a>
              ) : (
                'La direction ou l’assistante peut l’activer.'
              )}
            </p>
          )}
          <p>
            {e.active && apercu.courriels.length > 0 && armee !== 'session' && armee !== 'partout' ? (
              <>
                <Button genre="call" geste="armer">
                  J’ai lu : armer pour cette session
                </Button>{' '}
                {regle ? <Button geste="partout">Armer pour toutes les sessions</Button> : null}
              </>
            ) : null}
            {armee === 'session' || (armee === 'a-relire' && !e.partoutVu) ? (
              <Button geste="desarmer">Désarmer pour cette session</Button>
            ) : null}
            {armee === 'partout' && regle ? (
              <Button geste="desarmer-partout">Désarmer pour toutes les sessions</Button>
            ) : null}
          </p>
          {arret?.code ? null : <Motif form={form} />}
          <p>
            {arret?.code ? (
              <Button geste="reprendre">Reprendre cette étape ici</Button>
            ) : (
              <Button genre="grave" geste="arreter">
                Arrêter cette étape dans cette session
              </Button>
            )}
          </p>
        </Form>
      </Section>
    </Page>
  )
}

const lire = async (
  c: Context<Env>,
  tx: TenantTx,
  session: SessionLue,
): Promise<Pick<Vu, 'e' | 'armee' | 'arret'> | undefined> => {
  const code = asCode(c.req.param('code') ?? '')
  const e = code && (await lireReglages(tx)).find((x) => x.code === code)
  if (e?.conduite !== 'ici') return undefined
  const arrets = (await listerArrets(tx, session.id)).filter((a) => a.personne === null)
  return {
    e,
    armee: armeeDe(e, await armementsDe(tx, session.id)),
    arret:
      arrets.find((a) => a.session === session.id && a.code === code) ??
      arrets.find((a) => a.session === session.id && a.code === null) ??
      arrets.find((a) => a.session === null && (a.code === null || a.code === code)),
  }
}

export const etapePage = new Hono<Env>()
  .use(chemin, exigerDroit('inscriptions.convoquer'))
  .get(chemin, (c) =>
    pourEnvois(c, { envoyer: true }, async (tx, { session, visiteur }) => {
      const lu = await lire(c, tx, session)
      if (!lu) return notFound(c)
      const [apercu, regle] = [await apercevoir(tx, session, lu.e), await peutRegler(tx, visiteur)]
      return c.html(<Vue session={session} {...lu} apercu={apercu} regle={regle} form={emptyForm()} />)
    }),
  )
  .post(chemin, async (c) => {
    const read = await readForm(fields, c)
    return pourEnvois(c, { envoyer: true }, async (tx, { session, visiteur }) => {
      const lu = await lire(c, tx, session)
      if (!lu) return notFound(c)
      const { e } = lu
      const regle = await peutRegler(tx, visiteur)
      const g = {
        geste: read.ok ? read.geste : undefined,
        vu: read.ok ? read.data.vu : undefined,
        motif: read.ok ? (read.data.motif ?? '') : '',
      }
      const fait = await tenirUneEtape(tx, session, e, g, regle, c.get('services').clock.now())
      if (fait.ok)
        return redirectWith(c, etapeUrl({ session: session.id, code: e.code }), {
          genre: 'fait',
          fort: `« ${e.nom} » : ${fait.value.fort}.`,
          suite: fait.value.suite,
        })
      const { code, phrase } = fait.error
      if (code === 'toutes') return forbidden(c, phrase)
      const apercu = await apercevoir(tx, session, e)
      return c.html(
        <Vue session={session} {...lu} apercu={apercu} regle={regle} form={emptyForm(phrase)} />,
        code === 'geste' ? 422 : 409,
      )
    })
  })
