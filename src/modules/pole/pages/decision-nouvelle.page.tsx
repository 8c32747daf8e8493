import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { instantDe, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, date, entier, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireDecision } from '../db/decisions.ts'
import { listerReunions } from '../db/reunions.ts'
import type { DecisionId } from '../domain/decision.ts'
import {
  type GenreDeDecision,
  genresDeDecision,
  type Portee,
  portees,
  type Scrutin,
  scrutins,
} from '../domain/depouiller.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import { ouvrirUnVote } from '../gestes/voter.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { decisionUrl, nouvelleDecisionUrl, polesUrl, poleUrl } from '../liens.ts'
import {
  adresseDuBrouillon,
  type Brouillon,
  BrouillonRepris,
  GarderBrouillon,
  oublierBrouillon,
  reprendreBrouillon,
} from './brouillon.page.tsx'

const genres = Object.keys(genresDeDecision) as [GenreDeDecision, ...GenreDeDecision[]]

const lesScrutins = Object.keys(scrutins) as [Scrutin, ...Scrutin[]]
const lesPortees = Object.keys(portees) as [Portee, ...Portee[]]

/** Un choix et ce qu’il fait, d’une seule phrase. */
const dire = (c: { readonly nom: string; readonly phrase: string }) =>
  `${c.nom} : ${c.phrase.charAt(0).toLowerCase()}${c.phrase.slice(1)}`

const fields = z.object({
  genre: choix(genres, { phrase: 'Choisissez comment le pôle décide.' }),
  titre: texte({ min: 5, max: 200, vide: 'Écrivez la question.' }),
  texte: texte({ max: 5000 }),
  choix: texte({ max: 5000 }),
  quorum: entier({ min: 0, max: 100, phrase: 'Un pour-cent, de 0 à 100.' }),
  part: entier({ min: 0, max: 100, phrase: 'Un pour-cent, de 0 à 100.' }),
  ferme: date(),
  scrutin: facultatif(choix(lesScrutins, { phrase: 'Dites qui est compté.' })),
  portee: facultatif(choix(lesPortees, { phrase: 'Dites ce que vaut ce qui sera décidé.' })),
  revoir: facultatif(date()),
  reprend: facultatif(identifiant((t) => asId<'Decision'>(t) as DecisionId | undefined)),
  reunion: facultatif(identifiant((t) => asId<'Reunion'>(t) as ReunionId | undefined)),
})
type Formulaire = FormOf<typeof fields>

/** La question en chantier, pour la personne qui l'écrit. */
const brouillonDe = (r: Regard): Brouillon => ({
  cle: `pole.vote:${r.pole.id}`,
  retour: nouvelleDecisionUrl({ pole: r.pole.id }),
  gardeLe: undefined,
})

type VueProps = {
  form: Formulaire
  r: Regard
  reunions: readonly Reunion[]
  brouillon?: Brouillon
}
const Vue = ({ form, r, reunions, brouillon = brouillonDe(r) }: VueProps) => (
  <Page
    title="Ouvrir un vote"
    islands={['brouillon']}
    lede="La liste de qui vote se fige à l’ouverture ; personne n’y entre ni n’en sort ensuite."
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
    ]}
    alert={form.alert}
  >
    <BrouillonRepris b={brouillon} />
    <Form
      form={form}
      action={nouvelleDecisionUrl({ pole: r.pole.id })}
      brouillon={adresseDuBrouillon(brouillon)}
      noms={{
        genre: 'Comment',
        titre: 'Question',
        choix: 'Choix',
        ferme: 'Clôture',
        quorum: 'Quorum',
        scrutin: 'Scrutin',
        portee: 'Portée',
      }}
    >
      {fieldValue(form, 'reprend') ? (
        <input type="hidden" name="reprend" value={fieldValue(form, 'reprend')} />
      ) : null}
      <FieldSection titre="La question">
        <Field form={form} name="titre" label="Question" span={3} />
        <TextArea form={form} name="texte" label="Ce qui est proposé" rows={4} optional />
        <SelectField
          form={form}
          name="reunion"
          label="Rencontre"
          optional
          span={2}
          vide="aucune"
          options={reunions.map((u) => ({ value: u.id, label: u.titre }))}
        />
      </FieldSection>
      <FieldSection titre="Comment">
        <RadioGroup
          form={form}
          name="genre"
          label="Comment le pôle décide"
          options={genres.map((g) => ({
            value: g,
            label: dire(genresDeDecision[g]),
          }))}
        />
        <TextArea
          form={form}
          name="choix"
          label="Choix"
          rows={4}
          optional
          hint="un par ligne, pour une date ou des points ; les autres genres ont les leurs"
        />
        <Field
          form={form}
          name="quorum"
          label="Quorum"
          inputmode="numeric"
          unite="%"
          hint="part des coopératives qui doivent répondre ; sans effet quand rien ne se décide"
        />
        <Field
          form={form}
          name="part"
          label="Part requise"
          inputmode="numeric"
          unite="%"
          hint="à dépasser, des voix pour et contre"
        />
        <Field form={form} name="ferme" label="Ferme le soir du" inputmode="numeric" hint="22/03/2027" />
      </FieldSection>
      <FieldSection titre="Qui vote">
        <RadioGroup
          form={form}
          name="scrutin"
          label="Scrutin"
          options={lesScrutins.map((v) => ({
            value: v,
            label: dire(scrutins[v]),
          }))}
        />
      </FieldSection>
      <FieldSection titre="Ce que cela vaut">
        <RadioGroup
          form={form}
          name="portee"
          label="Portée"
          options={lesPortees.map((v) => ({ value: v, label: dire(portees[v]) }))}
        />
        <Field
          form={form}
          name="revoir"
          label="À revoir le"
          inputmode="numeric"
          optional
          hint="une décision n’est pas pour toujours"
        />
      </FieldSection>
      <Actions libelle="Ouvrir le vote">
        <GarderBrouillon b={brouillon} />
        <a href={poleUrl({ pole: r.pole.id })}>Revenir sans rien ouvrir</a>
      </Actions>
    </Form>
  </Page>
)

const phraseAnime = 'Qui anime le pôle ouvre un vote.'
const soir = 24 * 60

export const nouvelleDecisionPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const tenues = async (tx: TenantTx, r: Regard) =>
    (await listerReunions(tx, r.pole.id)).filter((u) => u.etat !== 'annulee').slice(0, 20)
  return new Hono<Env>()
    .get(nouvelleDecisionUrl.modele, exigerDroit('pole.participer'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        const reunion = asId<'Reunion'>(c.req.query('reunion') ?? '')
        const reprise = asId<'Decision'>(c.req.query('reprend') ?? '') as DecisionId | undefined
        const avant = reprise && (await lireDecision(tx, r.pole.id, reprise))
        const depart: Formulaire = emptyForm(undefined, {
          genre: 'consentement',
          quorum: 50,
          part: 50,
          reunion,
          scrutin: 'cooperative',
          portee: 'pole',
          // Reprendre une proposition : rien ne se retape, on amende.
          ...(avant
            ? {
                genre: avant.genre,
                titre: avant.titre,
                texte: avant.texte,
                quorum: avant.quorum,
                part: avant.part,
                reunion: avant.reunion ?? undefined,
                scrutin: avant.scrutin,
                portee: avant.portee,
                reprend: avant.id,
              }
            : {}),
        })
        // Reprendre une proposition part de son texte, pas d'un brouillon.
        const b = avant
          ? { form: depart, brouillon: brouillonDe(r) }
          : await reprendreBrouillon(tx, brouillonDe(r).cle, brouillonDe(r).retour, depart)
        return c.html(
          <Vue form={b.form as Formulaire} r={r} reunions={await tenues(tx, r)} brouillon={b.brouillon} />,
        )
      }),
    )
    .post(nouvelleDecisionUrl.modele, exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        const reunions = await tenues(tx, r)
        if (!read.ok) return c.html(<Vue form={read.form} r={r} reunions={reunions} />, read.status)
        const { data } = read
        const le = clock.now()
        const id = ((read.jeton && asId<'Decision'>(read.jeton)) || newId<'Decision'>(le)) as DecisionId
        const fait = await ouvrirUnVote(
          { tx, r, visiteur, le },
          {
            id,
            genre: data.genre,
            titre: data.titre,
            texte: data.texte,
            choix: data.choix,
            quorum: data.quorum,
            part: data.part,
            fermeLe: instantDe(data.ferme, soir, ZONE_PAR_DEFAUT).instant,
            reunion: data.reunion ?? null,
            scrutin: data.scrutin ?? 'cooperative',
            portee: data.portee ?? 'pole',
            revoirLe: data.revoir ?? null,
            reprend: data.reprend ?? null,
          },
        )
        if (!fait.ok)
          return c.html(<Vue form={withErrors(read.form, fait.error)} r={r} reunions={reunions} />, 422)
        await oublierBrouillon(tx, brouillonDe(r).cle)
        return redirectWith(c, decisionUrl({ pole: r.pole.id, decision: id }), {
          genre: 'fait',
          fort: 'Le vote est ouvert.',
          suite: 'La liste de qui vote est figée ; chacune reçoit de quoi répondre.',
        })
      })
    })
}
