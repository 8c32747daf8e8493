import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { nomDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Alert, Button, Definitions, Etat, Form, Page, Section, Table, TextArea } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  lireProposition,
  type Proposition,
  type Soutien,
  signaturesDUnPole,
  soutiensDe,
} from '../db/naissances.ts'
import type { PoleId } from '../db/poles.ts'
import {
  lancer,
  nAttendPlus,
  reprendreSaSignature,
  retirerLaProposition,
  signerLaProposition,
} from '../gestes/naitre.ts'
import { polesUrl, poleUrl, propositionUrl } from '../liens.ts'

const direJour = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))
const avis = {
  favorable: { etat: 'prouve', mot: 'favorable' },
  reserve: { etat: 'partiel', mot: 'réservé' },
} as const

const signer = z.object({ mot: texte({ max: 500 }) })

type VueProps = {
  readonly p: Proposition
  readonly soutiens: readonly Soutien[]
  readonly requises: number
  /** Qui peut engager sa coopérative. */
  readonly engage: boolean
  readonly form: FormOf<typeof signer>
}

const Gestes = ({ p, requises, engage, form }: VueProps) => {
  const ici = propositionUrl({ proposition: p.id })
  const manque = Math.max(0, requises - p.signatures)
  if (p.etat !== 'ouverte' || !engage) return null
  if (p.sienne)
    return (
      <Section titre="Lancer" id="lancer">
        <p>
          {manque === 0
            ? 'Les signatures sont réunies. Chaque coopérative qui a signé en sera membre, et vous l’animerez.'
            : `Il manque ${compter(manque, 'signature')}. Envoyez l’adresse de cette page aux coopératives que vous connaissez.`}
        </p>
        {manque === 0 ? (
          <Form form={emptyForm()} action={`${ici}/lancer`} classe="court">
            <p class="gestes-l">
              <Button genre="call">Lancer le pôle</Button>
            </p>
          </Form>
        ) : null}
        <details class="volet">
          <summary>Retirer la proposition</summary>
          <Form form={emptyForm()} action={`${ici}/retirer`} classe="court">
            <p>Les signatures tombent avec elle. Une autre pourra reprendre ce nom.</p>
            <p class="gestes-l">
              <Button genre="grave">Retirer la proposition</Button>
            </p>
          </Form>
        </details>
      </Section>
    )
  return (
    <Section titre="Signer" id="signer">
      {p.signee ? (
        <Form form={emptyForm()} action={`${ici}/reprendre`} classe="court">
          <p>
            Votre coopérative a signé. Tant que le pôle n’est pas lancé, elle peut reprendre sa signature.
          </p>
          <p class="gestes-l">
            <Button>Reprendre notre signature</Button>
          </p>
        </Form>
      ) : (
        <Form form={form} action={`${ici}/signer`} noms={{ mot: 'Un mot' }} classe="court">
          <p>
            Signer, c’est vouloir que ce pôle existe et en être dès le premier jour. Votre coopérative et
            votre nom se lisent ici.
          </p>
          <div class="champs">
            <TextArea
              form={form}
              name="mot"
              label="Ce que nous y apporterions"
              rows={3}
              optional
              hint="repris dans la page du pôle, à « propose »"
            />
          </div>
          <p class="gestes-l">
            <Button genre="call">Signer pour notre coopérative</Button>
          </p>
        </Form>
      )}
    </Section>
  )
}

const Vue = (v: VueProps) => {
  const { p, soutiens, requises } = v
  return (
    <Page title={p.nom} lede={p.raison} path={[{ libelle: 'Pôle', href: polesUrl() }]} alert={v.form.alert}>
      {p.etat === 'lancee' && p.pole ? (
        <Alert fort="Le pôle est lancé.">
          <a href={poleUrl({ pole: p.pole })}>Ouvrir sa page</a>
        </Alert>
      ) : null}
      {p.etat === 'retiree' ? (
        <Alert fort="Cette proposition est retirée.">Elle reste ici pour mémoire.</Alert>
      ) : null}
      <Definitions
        lignes={[
          ['Proposé par', `${p.cooperative} (${p.par}), le ${direJour(p.proposeeLe)}`],
          ['Genre', p.genre === 'metier' ? 'pôle métier' : 'pôle territorial'],
          ['Où', [p.territoire, nomDepartement(p.departement)].filter(Boolean).join(', ')],
          ['Entrée', p.entree === 'libre' ? 'libre' : 'sur visa de qui anime'],
          ['Signatures', `${p.signatures} sur ${requises}`],
        ]}
      />
      <Gestes {...v} />
      <Section titre="Qui a signé" id="signatures">
        <Table
          legende="Coopératives qui ont signé"
          lignes={soutiens}
          colonnes={[
            { titre: 'Coopérative', entete: true, cell: (s) => s.cooperative },
            { titre: 'Par', cell: (s) => s.nom },
            { titre: 'Le', cell: (s) => direJour(s.le) },
            { titre: 'Ce qu’elle apporterait', cell: (s) => s.mot || 'rien de dit' },
          ]}
        />
      </Section>
      <Section titre="L’avis de l’Union" id="avis">
        {p.avis ? (
          <>
            <p>
              <Etat {...avis[p.avis]} /> {p.avisDe}
              {p.avisLe ? `, le ${direJour(p.avisLe)}` : ''}
            </p>
            {p.avisTexte ? <p>{p.avisTexte}</p> : null}
          </>
        ) : (
          <p>
            Demandé à qui tient le département ; il éclaire et ne bloque pas : ce sont les signatures qui font
            naître un pôle.
          </p>
        )}
      </Section>
    </Page>
  )
}

/** Une proposition de pôle : la lire, la signer, reprendre sa signature, la retirer, la lancer. */
export const propositionPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const charger = async (tx: TenantTx, adresse: string) => {
    const id = asId<'Proposition'>(adresse)
    return id && lireProposition(tx, id)
  }
  const montrer = async (
    c: Context<Env>,
    tx: TenantTx,
    visiteur: Visiteur,
    p: Proposition,
    form: FormOf<typeof signer> = emptyForm(),
    statut: 200 | 409 | 413 | 415 | 422 = 200,
  ) =>
    c.html(
      <Vue
        p={p}
        soutiens={await soutiensDe(tx, p.id)}
        requises={await signaturesDUnPole(tx)}
        engage={peutVisiteur(visiteur, 'pole.mandater')}
        form={form}
      />,
      statut,
    )
  return new Hono<Env>()
    .get(propositionUrl.modele, exigerDroit('pole.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const p = await charger(tx, c.req.param('proposition'))
        return p ? montrer(c, tx, visiteur, p) : notFound(c)
      }),
    )
    .post('/poles/propositions/:proposition/signer', exigerDroit('pole.mandater'), async (c) => {
      const lu = await readForm(signer, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const p = await charger(tx, c.req.param('proposition'))
        if (!p) return notFound(c)
        if (!lu.ok) return montrer(c, tx, visiteur, p, lu.form, lu.status)
        const le = clock.now()
        const fait = await signerLaProposition(tx, visiteur, p.id, lu.data.mot, le)
        if (!fait.ok) return montrer(c, tx, visiteur, p, withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, propositionUrl({ proposition: p.id }), {
          genre: 'fait',
          fort: `Votre coopérative a signé ${p.nom}.`,
        })
      })
    })
    .post('/poles/propositions/:proposition/reprendre', exigerDroit('pole.mandater'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const p = await charger(tx, c.req.param('proposition'))
        if (!p) return notFound(c)
        const fait = await reprendreSaSignature(tx, p.id)
        if (!fait.ok) return montrer(c, tx, visiteur, p, withAlert(emptyForm(), fait.error.phrase), 409)
        return redirectWith(c, polesUrl(), { genre: 'fait', fort: 'Votre signature est reprise.' })
      }),
    )
    .post('/poles/propositions/:proposition/retirer', exigerDroit('pole.mandater'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const p = await charger(tx, c.req.param('proposition'))
        if (!p) return notFound(c)
        const fait = await retirerLaProposition(tx, p.id, clock.now())
        if (!fait.ok) return montrer(c, tx, visiteur, p, withAlert(emptyForm(), fait.error.phrase), 409)
        return redirectWith(c, propositionUrl({ proposition: p.id }), {
          genre: 'fait',
          fort: 'La proposition est retirée.',
        })
      }),
    )
    .post('/poles/propositions/:proposition/lancer', exigerDroit('pole.mandater'), async (c) => {
      const lu = await readForm(z.object({}), c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const p = await charger(tx, c.req.param('proposition'))
        if (!p) return notFound(c)
        if (!lu.ok) return montrer(c, tx, visiteur, p, withAlert(emptyForm(), nAttendPlus), lu.status)
        const le = clock.now()
        const pole = (p.pole ?? ((lu.jeton && asId<'Pole'>(lu.jeton)) || newId<'Pole'>(le))) as PoleId
        const fait = await lancer(tx, visiteur, p, pole, le)
        if (!fait.ok) return montrer(c, tx, visiteur, p, withAlert(emptyForm(), fait.error.phrase), 409)
        return redirectWith(c, poleUrl({ pole }), {
          genre: 'fait',
          fort: `${p.nom} est né.`,
          suite: 'Convoquez sa première rencontre.',
        })
      })
    })
}
