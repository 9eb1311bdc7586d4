package admin

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/pictures"
)

// picturesCreate shows an uploaded picture of a reward (R15).
func picturesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		picture, err := uploaded(c)
		if err == nil {
			err = adjusting.SetPicture(c.UserContext(), d.DB, whoOf(c), id, &picture)
		}
		if err != nil {
			return refusePicture(c, d, err)
		}
		web.Done(c, "admin.rewards.picture.done")
		return web.Redirect(c, address("rewards", id)+"/edit")
	}
}

// picturesDelete shows the drawing again.
func picturesDelete(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		if err := adjusting.SetPicture(c.UserContext(), d.DB, whoOf(c), id, nil); err != nil {
			return err
		}
		web.Done(c, "admin.rewards.picture.gone")
		return web.Redirect(c, address("rewards", id)+"/edit")
	}
}

// uploaded reads the picture in the form; its faults are those of its field.
func uploaded(c *fiber.Ctx) (pictures.Picture, error) {
	body, err := web.Upload(c, "picture", pictures.MaxBytes)
	if err != nil {
		return pictures.Picture{}, err
	}
	var none struct{}
	if err := web.Bind(c, &none); err != nil {
		return pictures.Picture{}, err
	}
	var wrong fault.Fields
	if body == nil {
		wrong.Add("picture", "picture_kind")
		return pictures.Picture{}, wrong.Err()
	}
	p, err := pictures.Encode(body)
	if bad, ok := errors.AsType[*fault.Error](err); ok && bad.Kind == fault.Invalid {
		wrong.Add("picture", bad.Key, bad.Params)
		return p, wrong.Err()
	}
	return p, err
}

// refusePicture draws the editor again, with the reason at the field.
func refusePicture(c *fiber.Ctx, d web.Deps, cause error) error {
	v, err := editedReward(c, d)
	if err != nil {
		return err
	}
	if err := v.fill(c, d); err != nil {
		return err
	}
	return web.Invalid(c, "admin/rewards/edit", v, cause)
}

// fill shows the reward as it stands in the form.
func (v *rewardsEditView) fill(c *fiber.Ctx, d web.Deps) error {
	texts, err := catalogue.Texts(c.UserContext(), d.DB, v.Before.ID)
	if err != nil {
		return err
	}
	hidden, err := catalogue.AllHidden(c.UserContext(), d.DB, v.Before.ID)
	if err != nil {
		return err
	}
	v.Form.fill(v.Before, texts, v.version)
	v.Form.fillHidden(hidden)
	v.Form.fillStock(v.stock)
	v.weigh()
	v.Title = v.Name()
	return nil
}
