import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { nomDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste, peutVisiteur } from '#modules/organisme/index.ts'
import { Alert, Button, Definitions, Etat, Form, Page, Section, Table, TextArea } from '#web/components.tsx'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import {
  lireProposition,
  type Proposition,
  type Soutien,
  signaturesDUnPole,
  soutiensDe,
} from '../db/naissances.ts'
import type { PoleId } from '../db/poles.ts'
import { lancer, reprendreSaSignature, retirerLaProposition, signerLaProposition } from '../gestes/naitre.ts'
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

const rien = z.object({})
const ici = (p: Proposition) => propositionUrl({ proposition: p.id })

/** Une proposition de pôle : la lire, la signer, reprendre sa signature, la retirer, la lancer. */
export const propositionPage = pageEtGestes({
  lien: propositionUrl,
  droit: 'pole.lire',
  lire: async (tx, { proposition }) => {
    const id = asId<'Proposition'>(proposition)
    return id && lireProposition(tx, id)
  },
  vue: async (tx, p, revenu, { visiteur }) => (
    <Vue
      p={p}
      soutiens={await soutiensDe(tx, p.id)}
      requises={await signaturesDUnPole(tx)}
      engage={peutVisiteur(visiteur, 'pole.mandater')}
      form={(revenu?.form ?? emptyForm()) as FormOf<typeof signer>}
    />
  ),
  gestes: {
    signer: petitGeste({
      champs: signer,
      droit: 'pole.mandater',
      faire: (tx, { lu: p, data, visiteur, le }: Envoi<Proposition, z.output<typeof signer>>) =>
        signerLaProposition(tx, visiteur, p.id, data.mot, le),
      suite: (_, p) => ({
        vers: ici(p),
        dit: { genre: 'fait', fort: `Votre coopérative a signé ${p.nom}.` },
      }),
    }),
    reprendre: petitGeste({
      champs: rien,
      droit: 'pole.mandater',
      faire: (tx, { lu: p }: Envoi<Proposition, unknown>) => reprendreSaSignature(tx, p.id),
      suite: () => ({ vers: polesUrl(), dit: { genre: 'fait', fort: 'Votre signature est reprise.' } }),
    }),
    retirer: petitGeste({
      champs: rien,
      droit: 'pole.mandater',
      faire: (tx, { lu: p, le }: Envoi<Proposition, unknown>) => retirerLaProposition(tx, p.id, le),
      suite: (_, p) => ({ vers: ici(p), dit: { genre: 'fait', fort: 'La proposition est retirée.' } }),
    }),
    lancer: petitGeste({
      champs: rien,
      droit: 'pole.mandater',
      faire: async (tx, { lu: p, visiteur, le, cle }: Envoi<Proposition, unknown>) => {
        const pole = (p.pole ?? cle) as PoleId
        const fait = await lancer(tx, visiteur, p, pole, le)
        return fait.ok ? ok(pole) : fait
      },
      suite: (pole, p) => ({
        vers: poleUrl({ pole }),
        dit: {
          genre: 'fait',
          fort: `${p.nom} est né.`,
          suite: 'Convoquez sa première rencontre.',
        },
      }),
    }),
  },
})
