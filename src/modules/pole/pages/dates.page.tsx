import { z } from 'zod'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { refuser } from '#kernel/refus.ts'
import { ko, ok } from '#kernel/result.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT, zones } from '#kernel/zones.ts'
import { geste } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { Actions, Field, FieldSection, Form, Page, RepeatedRows, SelectField } from '#web/components.tsx'
import { date, heure, heureDeFin, rangs } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { lireReunion } from '../db/reunions.ts'
import { CRENEAUX_MAX, fautesDuSondage, lireCreneaux } from '../domain/creneaux.ts'
import type { DecisionId } from '../domain/decision.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import { chercherUneDate } from '../gestes/chercher-date.ts'
import { lieuChezLHote } from '../gestes/convoquer.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { chercherDateUrl, convoquerUrl, polesUrl, poleUrl, reunionUrl } from '../liens.ts'
import { champsInvitation, enInvitation, Ou, proposerInvitation, Quoi } from './invitation-champs.tsx'

const fields = z.object({
  ...champsInvitation,
  dates: rangs(z.object({ jour: date(), de: heure(), a: heureDeFin() }), {
    min: 2,
    max: CRENEAUX_MAX,
    phrase: 'Proposez au moins deux dates.',
  }),
  ferme: date(),
})
type Formulaire = FormOf<typeof fields>

const Vue = ({ form, r }: { form: Formulaire; r: Regard }) => (
  <Page
    title="Chercher une date"
    lede="Chaque coopérative dit oui, peut-être ou non à chaque date. Vous retenez celle qui convient : l’invitation part d’elle-même."
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
    ]}
    alert={form.alert}
  >
    <Form
      form={form}
      action={chercherDateUrl({ pole: r.pole.id })}
      noms={{ titre: 'Titre', dates: 'Dates', ferme: 'Réponses jusqu’au', jauge: 'Places' }}
    >
      <Quoi form={form} />
      <FieldSection titre="Quand" plein>
        <RepeatedRows
          form={form}
          name="dates"
          titre="Date"
          ajouter="Une date de plus"
          min={2}
          max={CRENEAUX_MAX}
        >
          {(prefixe) => (
            <div class="champs">
              <Field
                form={form}
                name={`${prefixe}.jour`}
                label="Jour"
                inputmode="numeric"
                hint="22/03/2027"
              />
              <Field form={form} name={`${prefixe}.de`} label="Début" placeholder="14 h" />
              <Field form={form} name={`${prefixe}.a`} label="Fin" placeholder="17 h" />
            </div>
          )}
        </RepeatedRows>
        <div class="champs">
          <Field
            form={form}
            name="ferme"
            label="Réponses jusqu’au soir du"
            inputmode="numeric"
            hint="22/03/2027"
          />
          <SelectField
            form={form}
            name="zone"
            label="Fuseau"
            options={Object.entries(zones).map(([value, label]) => ({ value, label }))}
          />
        </div>
      </FieldSection>
      <Ou form={form} />
      <Actions libelle="Proposer ces dates">
        <a href={convoquerUrl({ pole: r.pole.id })}>La date est déjà choisie</a>
      </Actions>
    </Form>
  </Page>
)

const phraseAnime = 'Qui anime le pôle convoque ses rencontres.'
const soir = 24 * 60

/** `/poles/:pole/reunions/dates` : une rencontre annoncée, sa date mise aux voix. */
export const datesPage = geste({
  lien: chercherDateUrl,
  droit: 'pole.participer',
  lire: (tx, { pole }, { visiteur }) => regarder(tx, visiteur, pole),
  peut: ({ anime }) => anime || phraseAnime,
  champs: fields,
  corps: { rangs: CRENEAUX_MAX },
  depart: async (tx, r, { le }) => ({
    ...(await proposerInvitation(tx, r)),
    ferme: formaterDate(ajouterJours(jourLocal(le, ZONE_PAR_DEFAUT), 7), 'chiffres'),
  }),
  vue: (r, form) => <Vue r={r} form={form} />,
  faire: async (tx, { lu: r, data, visiteur, le, cle }) => {
    const creneaux = lireCreneaux(
      data.dates.map((d) => ({
        debut: instantDe(d.jour, d.de, data.zone).instant,
        fin: instantDe(d.jour, d.a, data.zone).instant,
      })),
      le,
    )
    const fermeLe = instantDe(data.ferme, soir, ZONE_PAR_DEFAUT).instant
    const invitation = enInvitation(data)
    const ou = await lieuChezLHote({ tx, r }, invitation)
    const fautes = fautesDuSondage({
      creneaux,
      fermeLe,
      le,
      sansLieu: ou.lieu === '' && invitation.visio === '',
    })
    if (!creneaux.ok || fautes)
      return ko({ code: 'dates', phrase: 'Ces dates ne se proposent pas.', champs: fautes ?? {} })
    const reunion = cle as ReunionId
    const decision = newId<'Decision'>(le) as DecisionId
    const dit = { ...invitation, ...ou, reunion, decision, creneaux: creneaux.value, fermeLe }
    const neuve = await chercherUneDate({ tx, r, visiteur, le }, dit)
    // Le même envoi, deux fois, ou l'identifiant d'une rencontre d'un autre pôle.
    return neuve || (await lireReunion(tx, r.pole.id, reunion))
      ? ok(reunion)
      : refuser('ailleurs', 'Cette rencontre n’est pas de ce pôle.')
  },
  suite: (reunion, r) => ({
    vers: reunionUrl({ pole: r.pole.id, reunion }),
    dit: {
      genre: 'fait',
      fort: 'Les dates sont proposées.',
      suite: 'Chaque coopérative reçoit de quoi répondre.',
    },
  }),
})
