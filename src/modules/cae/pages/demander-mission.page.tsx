import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { type ActiviteId, asId, type Id } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type EnseigneLue, enseigneParDefaut, geste, listerEnseignes } from '#modules/organisme/index.ts'
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
import { choix, date, facultatif, identifiant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { enseignesTenues } from '../db/enseignes.ts'
import { cadresEnVigueur, sessionsOuDemander } from '../db/missions.ts'
import {
  cles,
  datesTropLoin,
  direCle,
  lireTaux,
  type MissionId,
  type MissionLue,
} from '../domain/missions.ts'
import { demanderMission } from '../gestes/missions.ts'
import { demanderMissionUrl, missionsUrl, missionUrl } from '../liens.ts'
import { champFaux, champsFaux, montantDu, sousSonChamp } from './champs.ts'

const fields = z.object({
  genre: choix(['mission', 'cadre']),
  cadre: facultatif(identifiant((t) => asId<'Mission'>(t))),
  cote: facultatif(choix(['acheteuse', 'vendeuse'])),
  mienne: facultatif(identifiant((t) => asId<'Activite'>(t))),
  autre: facultatif(identifiant((t) => asId<'Activite'>(t))),
  objet: texte({ min: 3, max: 300, vide: 'Dites en une ligne ce qui est demandé.' }),
  session: facultatif(identifiant((t) => asId<'Session'>(t))),
  cle: facultatif(choix(cles)),
  tarif: facultatif(montantDu()),
  taux: texte({ max: 10 }),
  du: date({ vide: 'Écrivez le premier jour.' }),
  au: facultatif(date()),
})
type Formulaire = FormOf<typeof fields>
type Lu = {
  readonly miennes: readonly EnseigneLue[]
  readonly toutes: readonly EnseigneLue[]
  readonly cadres: readonly MissionLue[]
  readonly sessions: Awaited<ReturnType<typeof sessionsOuDemander>>
  readonly defaut: ActiviteId | undefined
}

const Vue = ({ lu, form }: { lu: Lu; form: Formulaire }) => (
  <Page
    title="Demander une mission"
    lede="L’autre enseigne l’accorde ou la refuse. Après le dernier jour, l’une constate ce qui a été tenu, l’autre le confirme : l’écriture naît alors, de chaque côté."
    path={[{ libelle: 'Entre enseignes', href: missionsUrl() }]}
    alert={form.alert}
  >
    <Form form={form}>
      <FieldSection titre="Quoi">
        <RadioGroup
          form={form}
          name="genre"
          label="Vous demandez"
          options={[
            { value: 'mission', label: 'une mission, à ces dates' },
            { value: 'cadre', label: 'un cadre : des conditions convenues d’avance, pour ce qui se répète' },
          ]}
        />
        <TextArea
          form={form}
          name="objet"
          label="En une ligne"
          rows={2}
          hint="« Publier un recueil en ligne, deux demi-journées »"
        />
        <Field form={form} name="du" label="Du" inputmode="numeric" hint="22/03/2027" />
        <Field
          form={form}
          name="au"
          label="Au"
          inputmode="numeric"
          hint="Vide : le même jour ; pour un cadre, sans terme."
          optional
        />
        {lu.sessions.length > 0 ? (
          <SelectField
            form={form}
            name="session"
            label="Pour la session"
            vide="aucune"
            optional
            hint="La mission prouve alors la coordination de ses intervenants (indicateur 18)."
            options={lu.sessions.map((s) => ({ value: s.id, label: `${s.numero} ${s.intitule}` }))}
          />
        ) : null}
        {lu.cadres.length > 0 ? (
          <SelectField
            form={form}
            name="cadre"
            label="Sous un cadre convenu"
            vide="aucun"
            optional
            hint="Ses enseignes et sa clé s’appliquent, et l’accord est déjà donné."
            options={lu.cadres.map((c) => ({
              value: c.id,
              label: `${c.nomVendeuse} pour ${c.nomAcheteuse} : ${c.objet}, ${direCle(c)}`,
            }))}
          />
        ) : null}
      </FieldSection>
      <FieldSection titre="Avec qui">
        <RadioGroup
          form={form}
          name="cote"
          label="Qui intervient"
          options={[
            { value: 'acheteuse', label: 'l’autre enseigne, pour la vôtre' },
            { value: 'vendeuse', label: 'la vôtre, pour l’autre enseigne' },
          ]}
        />
        {lu.miennes.length > 1 ? (
          <SelectField
            form={form}
            name="mienne"
            label="Votre enseigne"
            vide="choisir"
            options={lu.miennes.map((e) => ({ value: e.id, label: e.nom }))}
          />
        ) : null}
        <SelectField
          form={form}
          name="autre"
          label="L’autre enseigne"
          vide="choisir"
          options={lu.toutes
            .filter((e) => lu.miennes.length > 1 || e.id !== lu.miennes[0]?.id)
            .map((e) => ({ value: e.id, label: e.nom }))}
        />
      </FieldSection>
      <FieldSection titre="La clé de partage">
        <RadioGroup
          form={form}
          name="cle"
          label="Elle se compte"
          options={[
            { value: 'jours', label: 'à la journée' },
            { value: 'forfait', label: 'au forfait' },
            { value: 'pourcent', label: 'en part d’un montant' },
          ]}
        />
        <Field
          form={form}
          name="tarif"
          label="Le jour, ou le forfait, hors taxes"
          inputmode="decimal"
          unite="€"
          optional
        />
        <Field form={form} name="taux" label="La part" inputmode="decimal" unite="%" optional />
      </FieldSection>
      <Actions libelle="Envoyer la demande" />
    </Form>
  </Page>
)

export const demanderMissionPage = geste({
  lien: demanderMissionUrl,
  droit: 'missions.tenir',
  champs: fields,
  async lire(tx, _params, { visiteur, le }): Promise<Lu | undefined> {
    if (!visiteur.cae) return undefined
    const toutes = (await listerEnseignes(tx)).filter((e) => e.etat !== 'fermee')
    const miennes = await enseignesTenues(tx, toutes)
    return {
      toutes,
      miennes,
      cadres: await cadresEnVigueur(tx, le),
      sessions: await sessionsOuDemander(tx),
      defaut: (await enseigneParDefaut(tx, visiteur))?.id,
    }
  },
  depart: (_tx, lu, { le, demande }) => ({
    genre: 'mission',
    cote: 'acheteuse',
    cle: 'jours',
    mienne: lu.defaut ?? '',
    session: demande('session') ?? '',
    du: formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'chiffres'),
  }),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  async faire(tx, { lu, data, le, cle }) {
    const commun = {
      id: cle as MissionId,
      objet: data.objet,
      du: data.du,
      session: (data.session ?? null) as Id<'Session'> | null,
    }
    const loin = datesTropLoin(
      { genre: data.cadre ? 'mission' : data.genre, du: data.du, au: data.au ?? null },
      jourLocal(le, ZONE_PAR_DEFAUT),
    )
    if (data.cadre) {
      const faux = champsFaux(loin)
      if (faux) return faux
      const cadre = lu.cadres.find((c) => c.id === data.cadre)
      if (!cadre) return champFaux('cadre', 'Ce cadre n’est plus en vigueur.')
      const sous = await sousSonChamp(
        fields,
        demanderMission(
          tx,
          {
            ...commun,
            genre: 'mission',
            cadre: cadre.id,
            acheteuse: cadre.acheteuse,
            vendeuse: cadre.vendeuse,
            cote: cadre.miens[0] ?? 'acheteuse',
            cle: cadre.cle,
            tarif: cadre.tarif,
            taux: cadre.taux,
            au: data.au ?? data.du,
          },
          le,
        ),
      )
      return sous.ok ? ok({ mission: sous.value, accordee: true }) : sous
    }
    const mienne =
      lu.miennes.length === 1 ? lu.miennes[0]?.id : lu.miennes.find((e) => e.id === data.mienne)?.id
    const autre = lu.toutes.find((e) => e.id === data.autre)?.id
    const taux = data.cle === 'pourcent' ? lireTaux(data.taux) : null
    const manque = champsFaux([
      ...loin,
      ['mienne', !mienne, 'Choisissez votre enseigne.'],
      ['autre', !autre || autre === mienne, 'Choisissez l’autre enseigne.'],
      ['cote', !data.cote, 'Dites qui intervient pour qui.'],
      ['cle', !data.cle, 'Dites comment la mission se compte.'],
      ['taux', taux === undefined, 'Écrivez la part ainsi : 12,5. Elle va de 0,01 à 100.'],
      ['tarif', data.cle !== 'pourcent' && !data.tarif, 'Écrivez le prix, hors taxes.'],
    ])
    if (manque || !mienne || !autre || !data.cote || !data.cle || taux === undefined)
      return manque ?? champFaux('autre', 'Choisissez l’autre enseigne.')
    const fait = await sousSonChamp(
      fields,
      demanderMission(
        tx,
        {
          ...commun,
          genre: data.genre,
          session: data.genre === 'mission' ? commun.session : null,
          acheteuse: data.cote === 'acheteuse' ? mienne : autre,
          vendeuse: data.cote === 'acheteuse' ? autre : mienne,
          cote: data.cote,
          cle: data.cle,
          tarif: data.cle === 'pourcent' ? null : (data.tarif ?? null),
          taux: taux ?? null,
          au: data.au ?? (data.genre === 'cadre' ? null : data.du),
        },
        le,
      ),
    )
    return fait.ok ? ok({ mission: fait.value, accordee: false }) : fait
  },
  suite: ({ mission, accordee }) => ({
    vers: missionUrl({ mission }),
    dit: accordee
      ? { genre: 'fait', fort: 'La mission est accordée.', suite: 'Le cadre convenu vaut accord.' }
      : { genre: 'fait', fort: 'La demande est partie.', suite: 'L’autre enseigne la voit dans sa journée.' },
  }),
})
