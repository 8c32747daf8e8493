import { compter } from '#kernel/texte.ts'
import { Button, Field, Form, Section, SelectField, TextArea } from '#web/components.tsx'
import { emptyForm, type FormState } from '#web/form.ts'
import type { Enjeu, Theme } from '../db/reunions.ts'
import type { PeseeDite } from '../db/sondages.ts'
import type { Groupe } from '../db/suites.ts'
import { POINTS_A_REPARTIR } from '../domain/depouiller.ts'
import { parPoids, peserThemes } from '../domain/pesee.ts'
import type { Reunion } from '../domain/rencontre.ts'
import type { Regard } from '../lecture/regard.ts'
import { groupeUrl, reunionUrl } from '../liens.ts'
import type { NomGeste } from './reunion-champs.ts'

export type TourLu = {
  readonly r: Regard
  readonly u: Reunion
  readonly enjeux: readonly Enjeu[]
  readonly themes: readonly Theme[]
  readonly groupes: readonly Groupe[]
  readonly pesees: readonly PeseeDite[]
}

type Props = TourLu & { readonly forms: Readonly<Partial<Record<NomGeste, FormState>>> }
const gesteUrl = (r: Regard, u: Reunion, geste: NomGeste) =>
  `${reunionUrl({ pole: r.pole.id, reunion: u.id })}/${geste}`

const Enjeux = ({ enjeux }: { enjeux: readonly Enjeu[] }) => (
  <ul class="puces">
    {enjeux.map((e) => (
      <li>
        {e.texte} <small class="sub">{e.par}</small>
      </li>
    ))}
  </ul>
)

const Rassembler = ({ r, u, enjeux, themes, groupes, forms }: Props) => {
  const fThemes = forms.themes ?? emptyForm()
  const fRangement =
    forms.rangements ??
    emptyForm(undefined, { rangement: enjeux.map((e) => ({ theme: e.theme ?? undefined })) })
  const fGroupe = forms.groupes ?? emptyForm()
  const libres = themes.filter((t) => !groupes.some((g) => g.theme === t.id))
  return (
    <>
      <details class="volet" open={forms.themes !== undefined}>
        <summary>Nommer les thèmes</summary>
        <Form form={fThemes} action={gesteUrl(r, u, 'themes')} classe="court">
          <div class="champs">
            <TextArea form={fThemes} name="themes" label="Thèmes" rows={5} hint="un par ligne" />
          </div>
          <p class="gestes-l">
            <Button genre="main">Ajouter ces thèmes</Button>
          </p>
        </Form>
      </details>
      {themes.length > 0 && enjeux.length > 0 ? (
        <details class="volet" open={forms.rangements !== undefined || enjeux.every((e) => e.theme === null)}>
          <summary>Ranger les enjeux</summary>
          <Form form={fRangement} action={gesteUrl(r, u, 'rangements')} classe="court">
            <div class="champs">
              {enjeux.map((e, i) => (
                <>
                  <input type="hidden" name={`rangement[${i}].enjeu`} value={e.id} />
                  <SelectField
                    form={fRangement}
                    name={`rangement[${i}].theme`}
                    label={e.texte}
                    span={3}
                    vide="aucun thème"
                    options={themes.map((t) => ({ value: t.id, label: t.nom }))}
                  />
                </>
              ))}
            </div>
            <p class="gestes-l">
              <Button genre="main">Ranger ainsi</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {libres.length > 0 ? (
        <details class="volet" open={forms.groupes !== undefined}>
          <summary>Faire d’un thème un groupe de travail</summary>
          <Form form={fGroupe} action={gesteUrl(r, u, 'groupes')} classe="court">
            <div class="champs">
              <SelectField
                form={fGroupe}
                name="theme"
                label="Thème"
                span={3}
                vide="choisir"
                options={libres.map((t) => ({ value: t.id, label: t.nom }))}
              />
              <TextArea
                form={fGroupe}
                name="mandat"
                label="Mandat"
                rows={2}
                hint="ce que le pôle lui demande"
              />
              <Field form={fGroupe} name="pilote" label="Pilote" optional />
              <Field form={fGroupe} name="echeance" label="Échéance" optional hint="22/03/2027" />
            </div>
            <p class="gestes-l">
              <Button genre="main">Ouvrir le groupe</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </>
  )
}

/** Les points de la coopérative, un champ par thème ; ceux déjà donnés y sont. */
const Peser = ({ r, u, themes, pesees, forms }: Props) => {
  const mienne = pesees.find((p) => p.organisme === r.moi)
  const form =
    forms.pesees ??
    emptyForm(undefined, {
      pesee: themes.map((t) => ({
        theme: t.id,
        points: mienne?.points[mienne.themes.indexOf(t.id)] ?? '',
      })),
    })
  return (
    <details class="volet" open={forms.pesees !== undefined || !mienne}>
      <summary>{mienne ? 'Changer les points de ma coopérative' : 'Peser les thèmes'}</summary>
      <Form form={form} action={gesteUrl(r, u, 'pesees')} classe="court">
        <p>
          {POINTS_A_REPARTIR} points à répartir entre les thèmes, au nom de votre coopérative.
          {mienne ? ` Donnés par ${mienne.par}.` : ''}
        </p>
        <div class="champs">
          {themes.map((t, i) => (
            <>
              <input type="hidden" name={`pesee[${i}].theme`} value={t.id} />
              <Field
                form={form}
                name={`pesee[${i}].points`}
                label={t.nom}
                inputmode="numeric"
                unite="points"
              />
            </>
          ))}
        </div>
        <p class="gestes-l">
          <Button genre="main">Peser ainsi</Button>
        </p>
      </Form>
    </details>
  )
}

/** Le tour de table : chacune dit un enjeu, qui anime rassemble en thèmes, un thème devient un groupe. */
export const TourDeTable = (p: Props) => {
  const { r, u, enjeux, themes, groupes, forms } = p
  const form = forms.enjeux ?? emptyForm()
  const epars = enjeux.filter((e) => e.theme === null)
  const poids = peserThemes(
    themes.map((t) => t.id),
    p.pesees,
  )
  const aEcrire = u.compteRendu === 'brouillon' || u.compteRendu === 'amendement'
  return (
    <Section
      titre="Tour de table"
      id="tour-de-table"
      sous={compter(enjeux.length, 'enjeu', { pluriel: 'enjeux', zero: 'rien encore' })}
    >
      {enjeux.length === 0 && themes.length === 0 ? (
        <p>
          Avant ou pendant la rencontre, chacune dit un enjeu, en une phrase. On les rassemble ensuite en
          thèmes, et un thème peut devenir un groupe de travail.
        </p>
      ) : null}
      {parPoids(themes, poids).map((t) => {
        const groupe = groupes.find((g) => g.theme === t.id)
        const recus = poids.get(t.id)
        return (
          <>
            <h3>{t.nom}</h3>
            {recus && recus.points > 0 ? (
              <p class="sub">
                {compter(recus.points, 'point')} de {compter(recus.cooperatives, 'coopérative')}
              </p>
            ) : null}
            {groupe ? (
              <p class="sub">
                Groupe de travail :{' '}
                <a href={groupeUrl({ pole: r.pole.id, groupe: groupe.id })}>{groupe.mandat}</a>
              </p>
            ) : null}
            <Enjeux enjeux={enjeux.filter((e) => e.theme === t.id)} />
          </>
        )
      })}
      {epars.length > 0 ? (
        <>
          {themes.length > 0 ? <h3>À ranger</h3> : null}
          <Enjeux enjeux={epars} />
        </>
      ) : null}
      {r.participe && u.etat !== 'annulee' ? (
        <details class="volet" open={forms.enjeux !== undefined}>
          <summary>Dire un enjeu</summary>
          <Form form={form} action={gesteUrl(r, u, 'enjeux')} classe="court">
            <div class="champs">
              <TextArea form={form} name="enjeu" label="Votre enjeu" rows={2} hint="une phrase" />
            </div>
            <p class="gestes-l">
              <Button genre="main">Dire cet enjeu</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {r.participe && u.etat !== 'annulee' && aEcrire && themes.length > 1 ? <Peser {...p} /> : null}
      {r.anime && u.etat !== 'annulee' ? <Rassembler {...p} /> : null}
    </Section>
  )
}
